package notify

import (
	"balcao/web"
)

func (p *Post) mountPages(*web.Router) {}

package chat

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/fault"
	"balcao/web"
)

type answerView struct {
	Code, Error string
	Over        bool // the code opens nothing any more
	Back        *Returned
}

// answerPage shows what a mail's link leads to. The code rides in the fragment,
// and nothing is used up before the button is pressed: programs that look at
// mails follow links.
func answerPage(c *gin.Context) error {
	return web.Page(c, http.StatusOK, "portal/answer", answerView{})
}

// answerForm opens the conversation without or before scripts: the page that
// comes back hands the token to this browser.
func (w widgetDoor) answerForm(c *gin.Context) error {
	v := answerView{Code: c.PostForm("code")}
	back, err := w.comeBack(c, v.Code)
	if f := fault.Of(err); f != nil {
		if f.Kind == fault.Internal {
			return err
		}
		v.Error, v.Over = web.Sentence(c, f), f.Kind == fault.Gone
		return web.Page(c, f.Kind.Status(), "portal/answer", v)
	}
	v.Back = &back
	return web.Page(c, http.StatusOK, "portal/answer", v)
}

func (w widgetDoor) postAnswer(c *gin.Context) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	back, err := w.comeBack(c, in.Code)
	return reply(c, http.StatusOK, back, err)
}

func (w widgetDoor) comeBack(c *gin.Context, code string) (Returned, error) {
	if retry, ok := w.arrivals.Allow(web.Neighbourhood(web.ClientIP(c)), w.Clock()); !ok {
		return Returned{}, &fault.Error{Kind: fault.RateLimited, Retry: retry}
	}
	return w.Return(c.Request.Context(), code)
}

func (d *Desk) postTranscript(c *gin.Context) error {
	out, err := d.MailTranscript(c.Request.Context(), web.Actor(c), c.Param("id"))
	return reply(c, http.StatusAccepted, out, err)
}

// mailForm is the button of the chat's page.
func (t talk) mailForm(c *gin.Context) error {
	who := web.Actor(c)
	err := t.pace(who)
	if err == nil {
		_, err = t.MailTranscript(c.Request.Context(), who, c.Param("id"))
	}
	if err != nil {
		return err
	}
	return web.Redirect(c, "/chats/"+c.Param("id")+"?done=mailed")
}

func (d *Desk) getPanel(c *gin.Context) error {
	p, err := d.PanelOf(c.Request.Context(), web.Actor(c), c.Param("id"))
	return reply(c, http.StatusOK, p, err)
}

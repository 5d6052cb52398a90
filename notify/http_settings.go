package notify

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/store"
	"balcao/web"
)

// settingsJSON is the mail settings without their password, and how mail goes.
type settingsJSON struct {
	Host        string `json:"host"`
	Port        int    `json:"port"`
	Security    string `json:"security"`
	User        string `json:"user"`
	HasPassword bool   `json:"has_password"`
	From        string `json:"from"`
	FromName    string `json:"from_name"`
	State
}

func (p *Post) answerSettings(c *gin.Context) error {
	var v settingsJSON
	err := p.view(c, func(r store.Reader) error {
		s, err := SettingsOf(r)
		if err != nil {
			return err
		}
		state, err := p.StateOf(r)
		v = settingsJSON{s.Host, s.Port, s.Security, s.User, s.Password != nil, s.From, s.FromName, state}
		web.ETag(c, s.Tag())
		return err
	})
	if err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, v)
}

func (p *Post) getSettings(c *gin.Context) error { return p.answerSettings(c) }

func (p *Post) patchSettings(c *gin.Context) error {
	var in SettingsChange
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	_, err := p.ChangeSettings(c.Request.Context(), web.Actor(c), in, func(present Settings) error {
		return web.IfMatch(c, present.Tag())
	})
	if err != nil {
		return err
	}
	return p.answerSettings(c)
}

func (p *Post) postTest(c *gin.Context) error {
	var in struct {
		To string `json:"to"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	if in.To == "" {
		in.To = web.Actor(c).Email
	}
	if err := p.Try(c.Request.Context(), web.Actor(c), in.To); err != nil {
		return err
	}
	return web.JSON(c, http.StatusOK, gin.H{"sent": true})
}

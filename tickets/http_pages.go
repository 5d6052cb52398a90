package tickets

import (
	"mime/multipart"
	"net/http"

	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/fault"
	"balcao/files"
	"balcao/store"
	"balcao/web"
)

// mountPages puts the customer's pages of tickets and requests onto the
// router; staff are sent to the console.
func (k *Tracker) mountPages(r *web.Router) {
	page := func(verb string) web.Policy { return web.Allow(actor.Accounts, verb).Page() }
	r.Handle("GET", "/tickets", page("ticket.list"), k.listPage)
	r.Handle("GET", "/tickets/new", page("ticket.open"), k.newPage)
	r.Handle("POST", "/tickets/new", page("ticket.open"), k.newForm)
	r.Handle("GET", "/tickets/:number", page("ticket.read"), k.ticketPage)
	r.Handle("POST", "/tickets/:number/replies", page("ticket.reply"), k.replyForm)
	r.Handle("POST", "/tickets/:number/reopen", page("ticket.change"), k.reopenForm)
	r.Handle("GET", "/requests/:id", page("request.read"), k.requestPage)
}

type listView struct {
	Tickets   []View
	Requests  []RequestView
	Next, Tab string // open, requests or closed
	Shared    bool   // others' tickets are in it too
}

const perPage = 50

// listPage is My support: what is open, what waits for cover, what is done.
func (k *Tracker) listPage(c *gin.Context) error {
	who := web.Actor(c)
	if who.Staff() {
		return web.Redirect(c, "/console/tickets")
	}
	v := listView{Tab: c.Query("view"), Shared: seesCompany(who)}
	if v.Tab != "requests" && v.Tab != "closed" {
		v.Tab = "open"
	}
	cursor, err := web.Cursor(c, v.Tab)
	if err != nil {
		return err
	}
	if v.Tab == "requests" {
		v.Requests, v.Next, err = k.Requests(c.Request.Context(), who, RequestFilter{}, perPage, cursor)
	} else {
		f := Filter{Sort: "updated"}
		for _, s := range Statuses {
			if s.Active() == (v.Tab == "open") {
				f.Statuses = append(f.Statuses, s)
			}
		}
		v.Tickets, v.Next, err = k.List(c.Request.Context(), who, f, perPage, cursor)
	}
	if err != nil {
		return err
	}
	v.Next = web.Next(c, v.Tab, v.Next)
	return web.Page(c, http.StatusOK, "portal/tickets", v)
}

// mostSent bounds a whole form; each file has its own limit besides.
const mostSent = 2 << 30

// attached are the files of a form: those just sent and those that an earlier,
// refused sending of the same form had brought.
type attached []files.File

func (a attached) ids() (ids []string) {
	for _, f := range a {
		ids = append(ids, f.ID)
	}
	return ids
}

// formOf reads a form with files; what was read before something failed comes
// back too, so that nobody has to send it twice.
func (k *Tracker) formOf(c *gin.Context) (list attached, err error) {
	if err := web.ReadForm(c, mostSent); err != nil {
		return nil, err
	}
	for _, id := range c.PostFormArray("kept") {
		if f, err := k.fileOf(c, id); err == nil {
			list = append(list, f)
		}
	}
	if c.Request.MultipartForm == nil || k.Files == nil {
		return list, nil
	}
	for _, header := range c.Request.MultipartForm.File["file"] {
		if header.Size == 0 && header.Filename == "" {
			continue // a field left empty
		}
		f, err := k.takeFile(c, header)
		if err != nil {
			return list, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (k *Tracker) fileOf(c *gin.Context, id string) (f files.File, err error) {
	err = k.Store.View(c.Request.Context(), func(r store.Reader) error {
		f, err = files.Of(r, id)
		return err
	})
	return f, err
}

func (k *Tracker) takeFile(c *gin.Context, header *multipart.FileHeader) (files.File, error) {
	body, err := header.Open()
	if err != nil {
		return files.File{}, err
	}
	defer body.Close()
	return k.Files.Take(c.Request.Context(), web.Actor(c), header.Filename, body)
}

// refused tells whether the form is shown again with the failure; others have
// pages of their own.
func refused(f *fault.Error) bool {
	return f != nil && f.Kind != fault.Internal && f.Kind != fault.NotFound && f.Name() != "must_change"
}

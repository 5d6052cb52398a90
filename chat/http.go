package chat

import (
	"github.com/gin-gonic/gin"

	"balcao/actor"
	"balcao/web"
)

// Mount puts the routes of conversations and what they refer to onto the
// router.
func (d *Desk) Mount(r *web.Router) {
	const one = "/api/v1/conversations/:id"
	talk := newTalk(d)
	r.Handle("GET", "/api/v1/conversations", web.Allow(actor.Chatters, "conversation.list"), d.getConversations)
	r.Handle("POST", "/api/v1/conversations", web.Allow(actor.Visitors|actor.Customers, "conversation.open"), talk.postConversation)
	r.Handle("GET", one, web.Allow(actor.Chatters, "conversation.read"), d.getConversation)
	r.Handle("PATCH", one, web.Allow(actor.StaffOnly, "conversation.change"), d.patchConversation)
	r.Handle("GET", one+"/messages", web.Allow(actor.Chatters, "conversation.messages"), d.getMessages)
	r.Handle("POST", one+"/messages", web.Allow(actor.Chatters, "conversation.post"), talk.postMessage)
	r.Handle("PATCH", one+"/messages/:mid", web.Allow(actor.Chatters, "conversation.edit"), d.patchMessage)
	r.Handle("DELETE", one+"/messages/:mid", web.Allow(actor.Chatters, "conversation.delete"), d.deleteMessage)
	r.Handle("POST", one+"/read", web.Allow(actor.Chatters, "conversation.mark"), d.postRead)

	r.Handle("POST", one+"/claim", web.Allow(actor.StaffOnly, "conversation.claim"), d.then(d.claim))
	r.Handle("POST", one+"/decline", web.Allow(actor.StaffOnly, "conversation.decline"), d.then(d.decline))
	r.Handle("POST", one+"/assign", web.Allow(actor.Supervisors, "conversation.assign"), d.then(d.assign))
	r.Handle("POST", one+"/transfer", web.Allow(actor.StaffOnly, "conversation.transfer"), d.then(d.transfer))
	r.Handle("POST", one+"/close", web.Allow(actor.Chatters, "conversation.close"), d.then(d.closeIt))
	r.Handle("POST", one+"/reopen", web.Allow(actor.Chatters, "conversation.reopen"), d.then(d.reopen))
	r.Handle("POST", one+"/rating", web.Allow(actor.Visitors|actor.Customers, "conversation.rate"), d.then(d.rate))
	r.Handle("POST", one+"/block", web.Allow(actor.StaffOnly, "conversation.block"), d.then(d.block))
	r.Handle("POST", one+"/person", web.Allow(actor.StaffOnly, "conversation.attach"), d.then(d.person))
	r.Handle("GET", one+"/transcript", web.Allow(actor.Chatters, "conversation.transcript"), d.getTranscript)
	r.Handle("POST", one+"/transcript", web.Allow(actor.Chatters, "conversation.transcript"), d.postTranscript)
	r.Handle("GET", one+"/panel", web.Allow(actor.StaffOnly, "conversation.panel"), d.getPanel)
	r.Handle("GET", one+"/routing", web.Allow(actor.StaffOnly, "conversation.routing"), d.getRouting)

	r.Handle("GET", "/api/v1/operators", web.Allow(actor.StaffOnly, "operator.list"), d.getOperators)
	r.Handle("GET", "/api/v1/presence", web.Allow(actor.StaffOnly, "presence.read"), d.getPresence)
	r.Handle("PUT", "/api/v1/presence", web.Allow(actor.StaffOnly, "presence.choose"), d.putPresence)

	d.mountPages(r, talk)
	d.mountSettings(r)
	d.mountWidget(r)
}

func (d *Desk) mountSettings(r *web.Router) {
	r.Handle("GET", "/api/v1/drafts/:key", web.Allow(actor.StaffOnly, "draft.read"), d.getDraft)
	r.Handle("PUT", "/api/v1/drafts/:key", web.Allow(actor.StaffOnly, "draft.keep"), d.putDraft)
	r.Handle("DELETE", "/api/v1/drafts/:key", web.Allow(actor.StaffOnly, "draft.drop"), d.deleteDraft)
	r.Handle("GET", "/api/v1/canned-replies", web.Allow(actor.StaffOnly, "canned.list"), d.getCannedReplies)
	r.Handle("POST", "/api/v1/canned-replies", web.Allow(actor.StaffOnly, "canned.create"), d.postCannedReply)
	r.Handle("PATCH", "/api/v1/canned-replies/:id", web.Allow(actor.StaffOnly, "canned.change"), d.patchCannedReply)
	r.Handle("DELETE", "/api/v1/canned-replies/:id", web.Allow(actor.StaffOnly, "canned.delete"), d.deleteCannedReply)
	r.Handle("GET", "/api/v1/departments", web.Allow(actor.StaffOnly, "department.list"), d.getDepartments)
	r.Handle("POST", "/api/v1/departments", web.Allow(actor.Admins, "department.create"), d.postDepartment)
	r.Handle("PATCH", "/api/v1/departments/:id", web.Allow(actor.Admins, "department.change"), d.patchDepartment)
	r.Handle("GET", "/api/v1/sites", web.Allow(actor.StaffOnly, "site.list"), d.getSites)
	r.Handle("POST", "/api/v1/sites", web.Allow(actor.Admins, "site.create"), d.postSite)
	r.Handle("PATCH", "/api/v1/sites/:id", web.Allow(actor.Admins, "site.change"), d.patchSite)
}

func (d *Desk) mountWidget(r *web.Router) {
	w := newWidgetDoor(d)
	r.Handle("GET", "/api/v1/widget/site/:site", web.Allow(actor.Everybody, "site.public"), w.getSite)
	r.Handle("POST", "/api/v1/widget/visitor", web.Allow(actor.Everybody, "visitor.create"), w.postVisitor)
	r.Handle("POST", "/api/v1/widget/answer", web.Allow(actor.Everybody, "visitor.return"), w.postAnswer)
	r.Handle("GET", "/chat/answer", web.Allow(actor.Everybody, "visitor.return").WhileMustChange().Page(), answerPage)
	r.Handle("POST", "/chat/answer", web.Allow(actor.Everybody, "visitor.return").WhileMustChange().Page(), w.answerForm)
	r.Handle("GET", "/api/v1/widget/visitor", web.Allow(actor.Visitors|actor.Customers, "visitor.read"), w.getVisitor)
	r.Handle("PATCH", "/api/v1/widget/visitor", web.Allow(actor.Visitors|actor.Customers, "visitor.change"), w.patchVisitor)
	r.Handle("DELETE", "/api/v1/widget/visitor", web.Allow(actor.Visitors|actor.Customers, "visitor.leave"), w.deleteVisitor)
}

// then does what the route says and answers with the conversation.
func (d *Desk) then(do func(c *gin.Context, a actor.Actor, conv string) error) web.Handler {
	return func(c *gin.Context) error {
		if err := do(c, web.Actor(c), c.Param("id")); err != nil {
			return err
		}
		return d.getConversation(c)
	}
}

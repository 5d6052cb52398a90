package accounts

import "balcao/actor"

// rule is who may do a verb.
type rule struct {
	roles   actor.Roles
	object  bool // it is done to one object, which must be seen
	company bool // a company's manager sees the company's objects for it
	manager bool // among customers only a manager, or the owner of the object
	// tickets: what the customer's Access says holds for it. NoTickets ends it,
	// and an Access that reaches share sees the company's as a manager does.
	tickets bool
	share   actor.Access
	right   actor.Rights // what staff below administrators need for it
	first   bool         // allowed while the first password has not been replaced
}

// rules names every verb whose right differs from "staff, to whatever they
// see".
var rules = map[string]rule{
	"setup.finish":    {roles: actor.Everybody, first: true},
	"setup.state":     {roles: actor.Everybody, first: true},
	"session.open":    {roles: actor.Everybody, first: true},
	"session.end":     {roles: actor.Accounts, first: true},
	"session.list":    {roles: actor.Accounts, first: true},
	"me.read":         {roles: actor.Accounts, first: true},
	"me.change":       {roles: actor.Accounts, first: true},
	"me.password":     {roles: actor.Accounts, first: true},
	"me.totp":         {roles: actor.Accounts, first: true},
	"me.email":        {roles: actor.Accounts},
	"me.picture":      {roles: actor.Accounts},
	"password.reset":  {roles: actor.Everybody, first: true},
	"visitor.leave":   {roles: actor.Visitors | actor.Customers},
	"key.list":        {roles: actor.Admins},
	"key.create":      {roles: actor.Admins},
	"key.revoke":      {roles: actor.Admins},
	"visitor.create":  {roles: actor.Everybody},
	"visitor.return":  {roles: actor.Everybody, first: true},
	"visitor.read":    {roles: actor.Visitors | actor.StaffOnly, object: true},
	"visitor.change":  {roles: actor.Visitors | actor.StaffOnly, object: true},
	"live.connect":    {roles: actor.Chatters},
	"live.ticket":     {roles: actor.Chatters},
	"live.snapshot":   {roles: actor.Chatters},
	"live.events":     {roles: actor.Chatters},
	"search.read":     {roles: actor.Chatters},
	"settings.public": {roles: actor.Everybody, first: true},
	"settings.read":   {roles: actor.StaffOnly},
	"settings.change": {roles: actor.Admins},
	"audit.read":      {roles: actor.Admins},
	"started.read":    {roles: actor.Admins},

	"notice.list":     {roles: actor.Accounts},
	"notice.read":     {roles: actor.Accounts},
	"notice.settings": {roles: actor.Accounts},
	"notice.choose":   {roles: actor.Accounts},
	"mail.settings":   {roles: actor.Admins},
	"mail.test":       {roles: actor.Admins},
	"mail.list":       {roles: actor.Admins},
	"mail.resend":     {roles: actor.Admins},

	"account.list":    {roles: actor.Accounts, manager: true},
	"account.read":    {roles: actor.Accounts, object: true, company: true},
	"account.create":  {roles: actor.Admins},
	"account.history": {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"account.change":  {roles: actor.Accounts, object: true, company: true, manager: true, right: actor.KeepCustomers},
	"account.disable": {roles: actor.Accounts, object: true, company: true, manager: true, right: actor.KeepCustomers},
	"account.enable":  {roles: actor.StaffOnly, object: true, company: true, right: actor.KeepCustomers},

	"invitation.list":     {roles: actor.Accounts, manager: true, right: actor.KeepCustomers},
	"invitation.create":   {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"invitation.change":   {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"invitation.inspect":  {roles: actor.Everybody, first: true},
	"invitation.redeem":   {roles: actor.Everybody, first: true},
	"invitation.ask":      {roles: actor.Everybody, first: true},
	"invitation.requests": {roles: actor.Accounts, manager: true, right: actor.KeepCustomers},
	"invitation.answer":   {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"company.colleagues":  {roles: actor.Customers, manager: true},
	"domains.read":        {roles: actor.StaffOnly},
	"domains.change":      {roles: actor.Admins},
	"company.list":        {roles: actor.Accounts, manager: true},
	"company.read":        {roles: actor.Accounts, object: true, company: true},
	"company.create":      {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"company.change":      {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"company.import":      {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"company.export":      {roles: actor.StaffOnly, right: actor.KeepCustomers},
	"product.list":        {roles: actor.Accounts},
	"product.create":      {roles: actor.Admins},
	"product.change":      {roles: actor.Admins},
	"plan.create":         {roles: actor.Admins},
	"plan.change":         {roles: actor.Admins},
	"calendar.create":     {roles: actor.Admins},
	"calendar.change":     {roles: actor.Admins},

	"conversation.list":       {roles: actor.Chatters},
	"conversation.open":       {roles: actor.Chatters},
	"conversation.read":       {roles: actor.Chatters, object: true},
	"conversation.messages":   {roles: actor.Chatters, object: true},
	"conversation.say":        {roles: actor.Chatters, object: true},
	"conversation.post":       {roles: actor.Chatters, object: true},
	"conversation.edit":       {roles: actor.Chatters, object: true},
	"conversation.delete":     {roles: actor.Chatters, object: true},
	"conversation.mark":       {roles: actor.Chatters, object: true},
	"conversation.typing":     {roles: actor.Chatters, object: true},
	"conversation.close":      {roles: actor.Chatters, object: true},
	"conversation.reopen":     {roles: actor.Chatters, object: true},
	"conversation.transcript": {roles: actor.Chatters, object: true},
	"conversation.change":     {roles: actor.StaffOnly, object: true},
	"conversation.rate":       {roles: actor.Visitors | actor.Customers, object: true},
	"conversation.assign":     {roles: actor.Supervisors, object: true},

	"ticket.list":     {roles: actor.Chatters, tickets: true},
	"ticket.similar":  {roles: actor.Chatters, tickets: true},
	"ticket.open":     {roles: actor.Chatters, tickets: true},
	"ticket.read":     {roles: actor.Chatters, object: true, company: true, tickets: true, share: actor.ReadCompany},
	"ticket.timeline": {roles: actor.Chatters, object: true, company: true, tickets: true, share: actor.ReadCompany},
	"ticket.reply":    {roles: actor.Chatters, object: true, tickets: true, share: actor.ReplyCompany},
	"ticket.close":    {roles: actor.Chatters, object: true, tickets: true},
	"ticket.reopen":   {roles: actor.Chatters, object: true, tickets: true},
	"ticket.rate":     {roles: actor.Visitors | actor.Customers, object: true, tickets: true},
	"ticket.override": {roles: actor.Supervisors, object: true},
	"request.list":    {roles: actor.Chatters, tickets: true},
	"request.read":    {roles: actor.Chatters, object: true, company: true, tickets: true, share: actor.ReadCompany},

	"file.upload": {roles: actor.Chatters},
	"file.read":   {roles: actor.Everybody},

	"department.create": {roles: actor.Admins},
	"department.change": {roles: actor.Admins},
	"site.create":       {roles: actor.Admins},
	"site.change":       {roles: actor.Admins},
	"site.public":       {roles: actor.Everybody},
}

// nouns are what staff act on by verbs that rules does not name.
var nouns = map[string]bool{
	"conversation": true, "message": true, "ticket": true, "request": true, "department": true, "site": true,
	"canned": true, "draft": true, "presence": true, "operator": true, "queue": true, "count": true, "note": true,
	"company": true, "plan": true, "calendar": true,
}

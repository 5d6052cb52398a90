package accounts

// NoticeChoice is by which ways somebody is told of one kind of thing.
type NoticeChoice struct {
	Kind       string
	Feed, Mail bool
}

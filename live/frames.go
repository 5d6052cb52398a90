package live

import (
	"encoding/json"
	"time"
)

// Subprotocol is what a client must ask for when it upgrades.
const Subprotocol = "balcao.v1"

// Close codes of the protocol: clients come back after those below 4500.
const (
	CloseBinary     = 1003
	CloseNotUTF8    = 1007
	CloseTooBig     = 1009
	CloseRestart    = 1012
	CloseOverload   = 1013
	CloseNoHello    = 4001
	CloseExpired    = 4002
	CloseTooSlow    = 4003
	CloseTooMuch    = 4005
	CloseNoPong     = 4006
	CloseBadTicket  = 4500
	CloseProtocol   = 4501
	CloseRevoked    = 4502
	CloseForbidden  = 4503
	CloseVersion    = 4504
	CloseTooManyCon = 4505
	CloseBlocked    = 4506
)

// Why a resume was answered with reset.
const (
	resetEpoch   = "epoch"
	resetAhead   = "pos_ahead"
	resetTrimmed = "trimmed"
	resetTooMany = "too_many"
)

// Client names the program at the other end.
type Client struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type position struct {
	Epoch string `json:"epoch"`
	Pos   uint64 `json:"pos"`
}

type helloFrame struct {
	Ticket string    `json:"ticket"`
	Client Client    `json:"client"`
	Resume *position `json:"resume"`
}

type welcomeFrame struct {
	T         string     `json:"t"`
	Conn      string     `json:"conn"`
	Epoch     string     `json:"epoch"`
	Pos       uint64     `json:"pos"`
	Resumed   bool       `json:"resumed"`
	Self      self       `json:"self"`
	Limits    toldLimits `json:"limits"`
	Heartbeat float64    `json:"heartbeat_s"`
	TS        string     `json:"ts"`
}

type self struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

type toldLimits struct {
	FrameBytes int     `json:"frame_bytes"`
	TextRunes  int     `json:"text"`
	Depth      int     `json:"depth"`
	Rate       float64 `json:"messages_per_s"`
	Burst      int     `json:"burst"`
	Watch      int     `json:"watch"`
}

type syncedFrame struct {
	T   string `json:"t"`
	Pos uint64 `json:"pos"`
}

type resetFrame struct {
	T      string `json:"t"`
	Reason string `json:"reason"`
}

// OK answers a send after its transaction is on disk.
type OK struct {
	T      string `json:"t"` // set by Conn.Reply when empty
	CMID   string `json:"cmid"`
	Conv   string `json:"conv"`
	Stream string `json:"stream"`
	Seq    uint64 `json:"seq"`
	MID    string `json:"mid"`
	Pos    uint64 `json:"pos"`
	TS     string `json:"ts"`
	Dup    bool   `json:"dup"`
}

type errFrame struct {
	T     string `json:"t"`
	CMID  string `json:"cmid,omitempty"`
	Code  string `json:"code"`
	Retry int64  `json:"retry_after_ms,omitempty"`
	Field string `json:"field,omitempty"`
	// Detail says why, in the person's language, where the code alone does not.
	Detail string `json:"detail,omitempty"`
}

type volatileFrame struct {
	T    string `json:"t"`
	Ev   string `json:"ev"`
	Conv string `json:"conv,omitempty"`
	Data any    `json:"data"`
}

type heartbeatFrame struct {
	T   string `json:"t"`
	N   uint64 `json:"n"`
	Pos uint64 `json:"pos"`
	TS  string `json:"ts"`
}

type pongFrame struct {
	T  string          `json:"t"`
	N  json.RawMessage `json:"n,omitempty"`
	TS string          `json:"ts"`
}

type drainFrame struct {
	T     string `json:"t"`
	After int64  `json:"reconnect_after_ms"`
}

// pollAnswer is what the long poll answers; items are events without n.
type pollAnswer struct {
	Epoch string            `json:"epoch"`
	Pos   uint64            `json:"pos"`
	Items []json.RawMessage `json:"items"`
	Reset string            `json:"reset,omitempty"`
}

type snapshotAnswer struct {
	Epoch string `json:"epoch"`
	Pos   uint64 `json:"pos"`
	State any    `json:"state"`
}

type ticketAnswer struct {
	Ticket string `json:"ticket"`
	URL    string `json:"url"`
}

const stampLayout = "2006-01-02T15:04:05.000Z"

// Stamp is a time as every ts of the protocol is written.
func Stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

package live

import "time"

// Limits are the numbers of the protocol; zero means the one in the comment.
type Limits struct {
	TicketLife time.Duration // 30 s
	Hello      time.Duration // 5 s until the first frame

	FrameBytes int // 65,536 a client frame
	Depth      int // 8 levels of JSON
	TextRunes  int // 16,000; told in welcome, held by the feature
	BadFrames  int // 3 in a minute close the connection

	VisitorRate    float64 // 1 message a second and session
	VisitorBurst   int     // 10
	StaffRate      float64 // 5
	StaffBurst     int     // 30
	VisitorSockets int     // 5
	PersonSockets  int     // 10
	AddressSockets int     // 20 that have not said hello
	Handshakes     int     // 500 a second
	Watch          int     // 100 conversations a connection

	QueueFrames int           // 256 a connection
	QueueBytes  int           // 1 MiB
	WriteBuffer int           // 64 KiB in the kernel
	WriteTime   time.Duration // 10 s for one frame
	ReadTime    time.Duration // 30 s for one frame
	CloseTime   time.Duration // 500 ms to get a close frame out
	LingerTime  time.Duration // 1 s for the answer to it

	Heartbeat time.Duration // 25 s ± 20 %, for protocol pings too
	Pong      time.Duration // 10 s
	Recheck   time.Duration // 60 s between looks at the session

	RingEvents int // 65,536 in memory
	RingBytes  int // 32 MiB
	ScanRows   int // 5,000 of the log on disk
	ScanBytes  int // 4 MiB of them for one client
	Scans      int // 4 at a time

	PollWait     time.Duration // 25 s at most
	PollPresence time.Duration // 40 s

	DrainTime time.Duration // 5 s for what has been begun
}

func (l Limits) withDefaults() Limits {
	or(&l.TicketLife, 30*time.Second)
	or(&l.Hello, 5*time.Second)
	or(&l.FrameBytes, 64<<10)
	or(&l.Depth, 8)
	or(&l.TextRunes, 16_000)
	or(&l.BadFrames, 3)
	or(&l.VisitorRate, 1)
	or(&l.VisitorBurst, 10)
	or(&l.StaffRate, 5)
	or(&l.StaffBurst, 30)
	or(&l.VisitorSockets, 5)
	or(&l.PersonSockets, 10)
	or(&l.AddressSockets, 20)
	or(&l.Handshakes, 500)
	or(&l.Watch, 100)
	or(&l.QueueFrames, 256)
	or(&l.QueueBytes, 1<<20)
	or(&l.WriteBuffer, 64<<10)
	or(&l.WriteTime, 10*time.Second)
	or(&l.ReadTime, 30*time.Second)
	or(&l.CloseTime, 500*time.Millisecond)
	or(&l.LingerTime, time.Second)
	or(&l.Heartbeat, 25*time.Second)
	or(&l.Pong, 10*time.Second)
	or(&l.Recheck, time.Minute)
	or(&l.RingEvents, 65_536)
	or(&l.RingBytes, 32<<20)
	or(&l.ScanRows, 5_000)
	or(&l.ScanBytes, 4<<20)
	or(&l.Scans, 4)
	or(&l.PollWait, 25*time.Second)
	or(&l.PollPresence, 40*time.Second)
	or(&l.DrainTime, 5*time.Second)
	return l
}

func or[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

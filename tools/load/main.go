// Command load measures Balcão: latency, throughput, memory, and what is lost
// or doubled when things go wrong. It starts what it measures itself, over
// loopback and throw-away folders, and every run ends by itself.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"balcao/tools/load/floor"
)

// common is what every command takes.
type common struct {
	Balcao string `placeholder:"FILE" help:"Program to load; built from the sources around when not named."`
	Temp   string `placeholder:"FOLDER" help:"Where the throw-away data goes: the disk that is measured. Default: the system's."`
	JSON   string `name:"json" placeholder:"FILE" help:"Append one line of JSON for each result; - = standard output."`
}

type commands struct {
	Chat        chatCommand    `cmd:"" help:"Latency of chat at fixed rates, against the floor."`
	Crash       crashCommand   `cmd:"" help:"Break the server under people who write, and check that nothing is lost or doubled."`
	Ceiling     ceilingCommand `cmd:"" help:"Messages a second that hold, against the floor."`
	Idle        idleCommand    `cmd:"" help:"Memory, goroutines and descriptors of sockets that say nothing, and of those whose client died."`
	Slow        slowCommand    `cmd:"" help:"One of many readers stops reading; the others must not notice."`
	Network     networkCommand `cmd:"" help:"A bad network between clients and server: delay, cut, reset, trickle, half open."`
	Storm       stormCommand   `cmd:"" help:"Kill the server under thousands of clients, start it, and see them come back."`
	Fill        fillCommand    `cmd:"" help:"Make an installation of that size, and measure what must not grow with it."`
	IdleClient  idleClient     `cmd:"" hidden:"" help:"Hold idle sockets until killed."`
	FloorServer floorCommand   `cmd:"" hidden:"" help:"Run the floor's server."`
}

type floorCommand struct {
	File string
}

func (c *floorCommand) Run(ctx context.Context, out io.Writer) error {
	return floor.Serve(ctx, c.File, out)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("load"), kong.Description("Load, latency, loss and crash of Balcão."), kong.UsageOnError())
	k.BindTo(ctx, (*context.Context)(nil))
	k.BindTo(os.Stdout, (*io.Writer)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		stop()
		os.Exit(1)
	}
}

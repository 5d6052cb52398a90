package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"balcao/tools/load/crash"
	"balcao/tools/load/figures"
)

// crashCommand breaks the server under people who write.
type crashCommand struct {
	common    `embed:""`
	Rounds    int           `default:"50" help:"How often the server is broken."`
	Term      bool          `xor:"way" help:"SIGTERM instead of kill -9: exit 0 within 10 s, everybody told to come back later."`
	Pause     bool          `xor:"way" help:"SIGSTOP and SIGCONT instead of kill -9."`
	Visitors  int           `default:"40" help:"Who write, in a conversation each."`
	Operators int           `default:"10" help:"Who answer and leave notes."`
	Repeaters int           `default:"6" help:"Of the visitors send everything 5 times over 3 sockets."`
	Longest   time.Duration `default:"400ms" help:"From a start to the next kill; the shortest is a tenth."`
	Think     time.Duration `default:"10ms" help:"Between two messages of one sender, about."`
	Fill      int           `placeholder:"MB" help:"Make the data file that large first; a start must take at most 5 s."`
}

func (c *crashCommand) Run(ctx context.Context, out io.Writer) error {
	folder, binary, done, err := c.workshop()
	if err != nil {
		return err
	}
	defer done()
	o := crash.Options{
		Binary: binary, Folder: filepath.Join(folder, "data"), Way: crash.Kill, Rounds: c.Rounds, Visitors: c.Visitors, Operators: c.Operators,
		Repeaters: c.Repeaters, Longest: c.Longest, Think: c.Think, Fill: c.Fill, Progress: out,
	}
	if c.Term {
		o.Way = crash.Term
	} else if c.Pause {
		o.Way = crash.Pause
	}
	res, err := crash.Run(ctx, o)
	res.Write(out)
	if err := errors.Join(err, figures.Report(c.JSON, res)); err != nil {
		return err
	}
	if len(res.Found) > 0 {
		return fmt.Errorf("%d faults found", len(res.Found))
	}
	return nil
}

// Balcão is a self-hosted support server: chat, tickets and a customer portal
// in one binary with one data folder.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is stamped by the build (-ldflags "-X main.version=…").
var version = ""

// Exit codes of the program.
const (
	exitOK      = 0
	exitFailed  = 1 // the command could not be carried out
	exitUsage   = 2 // wrong flag, argument or configuration
	exitUnknown = 3 // a commit ended in an unknown state; see architecture.md
)

type commands struct {
	Config string `env:"BALCAO_CONFIG" placeholder:"FILE" help:"TOML file whose keys are the long flags."`
	settings

	Serve struct{} `cmd:"" default:"1" help:"Run the server (the default)."`
	Demo  demoArgs `cmd:"" help:"Run with made-up data and a sample site, in a folder of its own."`
	Admin struct {
		Create adminArgs `cmd:"" help:"Create an administrator, or give one back the way in. The server must be stopped."`
	} `cmd:"" help:"Administrators."`
	Backup  fileArg  `cmd:"" help:"Write the data file and the attachments into a tar file, also of a running server, and check it."`
	Restore fileArg  `cmd:"" help:"Fill an empty data folder from such a file."`
	Check   struct{} `cmd:"" help:"Check the data file from the first page to the last."`
	Compact struct{} `cmd:"" help:"Rewrite the data file without the room it no longer needs. The server must be stopped."`
	Fill    fillArgs `cmd:"" hidden:"" help:"Write made-up work into the data folder, for tools/load."`
	Version struct{} `cmd:"" help:"Print the version."`
	Help    struct{} `cmd:"" hidden:""`
}

type fileArg struct {
	File string `arg:"" help:"The tar file."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	unsetEmpty()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// unsetEmpty forgets the settings of the environment that have nothing in
// them, as compose files leave what nobody chose: they are not set.
func unsetEmpty() {
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); value == "" && strings.HasPrefix(name, "BALCAO_") {
			_ = os.Unsetenv(name)
		}
	}
}

// usageError is a wrong flag, argument or configuration: exit 2.
type usageError struct{ error }

// run carries out one command line and returns the exit code. What a person
// reads goes to out, one line of failure and the log to errs.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	err := command(ctx, args, in, out, errs)
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(errs, "balcao: %s\n", oneLine(err))
		return exitUsage
	case errors.Is(err, errUnknownCommit):
		fmt.Fprintf(errs, "balcao: %s\n", oneLine(err))
		return exitUnknown
	default:
		fmt.Fprintf(errs, "balcao: %s\n", oneLine(err))
		return exitFailed
	}
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func command(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	var cli commands
	options := []kong.Option{
		kong.Name("balcao"), kong.Description("Self-hosted support: chat, tickets and a customer portal."),
		kong.Writers(out, errs), kong.Exit(func(int) { panic(helped{}) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}
	if name := configFile(args); name != "" {
		file, err := loadFile(name)
		if err != nil {
			return usageError{err}
		}
		options = append(options, kong.Resolvers(file))
	}
	parser, err := kong.New(&cli, options...)
	if err != nil {
		return usageError{err}
	}
	if len(args) == 1 && args[0] == "help" {
		args = []string{"--help"}
	}
	name, err := parse(parser, args)
	if err != nil || name == "" {
		return err
	}
	if err := cli.check(); err != nil {
		return usageError{err}
	}
	switch name {
	case "serve":
		return serve(ctx, cli.settings, out, errs)
	case "demo":
		return demo(ctx, cli.settings, cli.Demo, args, out, errs)
	case "admin create":
		return createAdmin(ctx, cli.settings, cli.Admin.Create, in, out)
	case "backup <file>":
		return backupCommand(ctx, cli.Data, cli.Backup.File, out)
	case "restore <file>":
		return restoreCommand(ctx, cli.Data, cli.Restore.File, out)
	case "check":
		return checkCommand(cli.Data, out)
	case "compact":
		return compactCommand(ctx, cli.Data, out)
	case "fill":
		return fillCommand(ctx, cli.settings, cli.Fill, out, errs)
	default:
		_, err := fmt.Fprintln(out, "balcao "+versionText())
		return err
	}
}

// helped unwinds kong after it printed its help.
type helped struct{}

func parse(parser *kong.Kong, args []string) (name string, err error) {
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(helped); !ok {
				panic(p)
			}
			name, err = "", nil
		}
	}()
	parsed, err := parser.Parse(args)
	if err != nil {
		return "", usageError{err}
	}
	return parsed.Command(), nil
}

// configFile finds --config before the flags are parsed, for the file must be
// read by then.
func configFile(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--config="); ok {
			return value
		}
		if arg == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv("BALCAO_CONFIG")
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}

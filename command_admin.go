package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"balcao/accounts"
	"balcao/actor"
	"balcao/fault"
	"balcao/static"
)

type adminArgs struct {
	Email         string `required:"" help:"Address to sign in with."`
	Name          string `help:"Name that customers see."`
	PasswordStdin bool   `help:"Read the password from the first line of standard input; without it one is made and printed, to be changed at the first sign-in."`
}

// createAdmin makes an administrator in a stopped installation, or gives an
// account that exists a new password and that role.
func createAdmin(ctx context.Context, s settings, args adminArgs, in io.Reader, out io.Writer) error {
	password, must := "", true
	if args.PasswordStdin {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		password, must = strings.TrimRight(line, "\r\n"), false
	} else {
		password = accounts.RandomPassword()
	}
	h, err := assemble(s, "http://"+s.Listen, time.Now, slog.New(slog.DiscardHandler), func(error) {})
	if err != nil {
		return err
	}
	name := args.Name
	if name == "" {
		name, _, _ = strings.Cut(args.Email, "@")
	}
	account, err := h.registry.FirstAdmin(ctx, accounts.NewAccount{
		Email: args.Email, Name: name, Password: password, Role: actor.Administrator, MustChange: must,
	})
	if err := errors.Join(sentence(h, err), h.close()); err != nil {
		return err
	}
	fmt.Fprintf(out, "administrator %s\n", account.Email)
	if must {
		fmt.Fprintf(out, "first password %s\n", password)
	}
	return nil
}

// sentence tells a refusal on the command line as it is told everywhere else.
func sentence(h *house, err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal {
		return err
	}
	texts, loaded := static.LoadCatalogue(h.assets.Files())
	if loaded != nil {
		return err
	}
	return errors.New(texts.T("en", f.Key(), f.Args))
}

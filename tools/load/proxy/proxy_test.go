package proxy

import (
	"io"
	"net"
	"testing"
	"time"
)

// echo answers every byte with itself.
func echo(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			k, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(k, k); _ = k.Close() }()
		}
	}()
	return l.Addr().String()
}

func dialed(t *testing.T) (*Proxy, net.Conn) {
	t.Helper()
	p, err := Listen(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	k, err := net.Dial("tcp", p.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	_ = k.SetDeadline(time.Now().Add(10 * time.Second))
	return p, k
}

func says(t *testing.T, k net.Conn) {
	t.Helper()
	got := make([]byte, 5)
	if _, err := k.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(k, got); err != nil || string(got) != "hello" {
		t.Fatalf("%q %v", got, err)
	}
}

func TestBytesComeWholeWhateverTheManners(t *testing.T) {
	p, k := dialed(t)
	for _, m := range []Manners{{}, {Trickle: true}, {Delay: 10 * time.Millisecond}} {
		p.Behave(m)
		says(t, k)
	}
}

func TestCutAndResetEndTheConnectionAndNewOnesAreGood(t *testing.T) {
	for name, end := range map[string]func(*Proxy){"cut": (*Proxy).Cut, "reset": (*Proxy).Reset} {
		p, k := dialed(t)
		says(t, k)
		end(p)
		if _, err := k.Read(make([]byte, 1)); err == nil {
			t.Errorf("%s: still up", name)
		}
		again, err := net.Dial("tcp", p.Address)
		if err != nil {
			t.Fatal(err)
		}
		says(t, again)
		_ = again.Close()
	}
}

func TestAFrozenConnectionStaysUpAndSaysNothing(t *testing.T) {
	p, k := dialed(t)
	says(t, k)
	p.Freeze()
	if _, err := k.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	_ = k.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if n, err := k.Read(make([]byte, 5)); n > 0 || err == nil {
		t.Errorf("%d bytes came, %v", n, err)
	}
	if p.Up() != 1 {
		t.Errorf("%d connections up", p.Up())
	}
}

package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"

	"balcao/fault"
)

// certified is a certificate for 127.0.0.1, and who vouches for it.
func certified(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// secured is a server with a certificate that wants a user, and a house that
// trusts it.
func secured(t *testing.T, implicit bool) (*mailServer, *house) {
	cert, pool := certified(t)
	server := &mailServer{t: t, user: "balcao"}
	server.server = newSMTP(server)
	server.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	server.server.AllowInsecureAuth = false
	server.listen("127.0.0.1:0", implicit)
	h := newHouse(t, func(o *Options) { o.Roots = pool })
	security := StartTLS
	if implicit {
		security = TLS
	}
	h.sets(SettingsChange{
		Host: new("127.0.0.1"), Port: &server.port, Security: &security, User: new("balcao"), Password: new("s3cret-pass"), From: new("support@balcao.example"),
	})
	return server, h
}

func TestMailsGoOutEncryptedAndSignedIn(t *testing.T) {
	for name, implicit := range map[string]bool{"STARTTLS": false, "TLS": true} {
		t.Run(name, func(t *testing.T) {
			server, h := secured(t, implicit)
			h.told(1)
			h.sends()
			if m := server.only(); !m.secure || m.signedIn != "balcao" {
				t.Errorf("secure %v, signed in as %q", m.secure, m.signedIn)
			}
			if err := h.Try(t.Context(), system, "ada@balcao.example"); err != nil {
				t.Errorf("the test mail: %v", err)
			}
		})
	}
}

func TestAServerThatCannotProveItselfOrOffersNoEncryptionGetsNothing(t *testing.T) {
	cert, _ := certified(t)
	for name, start := range map[string]func(*mailServer){
		"certificate nobody vouches for": func(s *mailServer) { s.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}} },
		"no STARTTLS":                    func(*mailServer) {},
	} {
		t.Run(name, func(t *testing.T) {
			server := serveMail(t, start)
			h := newHouse(t)
			h.sets(SettingsChange{Host: new("127.0.0.1"), Port: &server.port, From: new("support@balcao.example"), User: new("balcao"), Password: new("s3cret-pass")})
			h.told(1)
			h.sends()
			server.onceEach(0)
			if len(h.outbox(Waiting)) != 1 || h.present().tries != 1 {
				t.Errorf("%d wait, %+v", len(h.outbox(Waiting)), h.present())
			}
		})
	}
}

func TestAWrongPasswordFailsNoMailAndTheRightOneSendsThemAtOnce(t *testing.T) {
	server, h := secured(t, false)
	h.sets(SettingsChange{Password: new("another")})
	h.told(3)
	h.sends()
	h.advance(4 * 24 * time.Hour)
	h.sends()
	if len(h.outbox(Failed)) != 0 || len(h.outbox(Waiting)) != 3 {
		t.Fatalf("%d failed, %d wait", len(h.outbox(Failed)), len(h.outbox(Waiting)))
	}
	h.sets(SettingsChange{Password: new("s3cret-pass")})
	h.sends()
	server.onceEach(3)
}

func TestATestMailSaysWhatTheServerMinds(t *testing.T) {
	server, h := secured(t, false)
	refused := func(field, code string, parts ...string) {
		t.Helper()
		err := h.Try(t.Context(), system, "ada@balcao.example")
		f := fault.Of(err)
		if f == nil || f.Field != field || f.Name() != code {
			t.Errorf("got %v, want %s of %q", err, code, field)
			return
		}
		said, _ := f.Args["said"].(string)
		mustContain(t, "the sentence", said, parts...)
	}
	h.sets(SettingsChange{Password: new("another")})
	refused("user", "mail_refused", "wrong user or password")
	h.sets(SettingsChange{Password: new("s3cret-pass")})
	server.refuses(func(_, to, _ string) error {
		if to != "" {
			return refusal554("Not this one")
		}
		return nil
	})
	refused("to", "mail_refused", "554", "Not this one")
	server.refuses(func(string, string, string) error { return refusal554("Not from you") })
	refused("from", "mail_refused", "Not from you")
	server.goes()
	refused("host", "mail_unreachable", "refused")
	h.sets(SettingsChange{Host: new("")})
	if err := h.Try(t.Context(), system, "ada@balcao.example"); fault.Of(err).Name() != "mail_not_set_up" {
		t.Errorf("without a server: %v", err)
	}
	if err := h.Try(t.Context(), system, "nobody"); fault.Of(err).Field != "to" {
		t.Errorf("without an address: %v", err)
	}
}

# Everything a developer needs. `make test` is what CI runs.
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GO      := CGO_ENABLED=0 go
TAGS    := -tags nomsgpack
# A goroutine begins with 2 KiB, not with what others have needed: thousands of
# sockets that wait after traffic would keep twice the memory.
LDFLAGS := -s -w -X main.version=$(VERSION) -X runtime.godebugDefault=adaptivestackstart=0
PKGS    := ./...

.PHONY: demo build test bench lint browser-deps crash

demo:
	$(GO) run $(TAGS) . demo

build:
	$(GO) build -trimpath $(TAGS) -ldflags '$(LDFLAGS)' -o bin/balcao .

test: build lint browser-deps
	go test -race $(TAGS) -timeout 8m $(PKGS)
	cd tools && go test -timeout 8m ./load/...
	cd e2e && npm run --silent check && npm run --silent unit && npm run --silent browser

lint:
	go vet $(TAGS) $(PKGS)
	cd tools && go build -o ../bin/ honnef.co/go/tools/cmd/staticcheck mvdan.cc/gofumpt
	bin/staticcheck $(TAGS) $(PKGS)
	cd tools && go vet ./load/... && ../bin/staticcheck ./load/...
	@unformatted=$$(bin/gofumpt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "gofumpt wants: $$unformatted"; exit 1; }

# What the browser tests stand on. Chromium comes from the system.
browser-deps:
	cd e2e && ./install.sh

bench:
	go test $(TAGS) -run '^$$' -bench . -benchmem $(PKGS)

# Five hundred times kill -9 under fifty senders; fifty of them are in `make test`.
crash:
	cd tools && go run ./load crash --rounds 500

package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/tillway/tillway/"

var update = flag.Bool("update", false, "rewrite the generated parts of README.md")

type goPackage struct {
	ImportPath string
	Name       string
	Imports    []string
}

// packages lists every package of the module with what its production code imports.
func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, module)
		all = append(all, p)
	}
}

const root = "../.."

// isVocabulary says that a package is gateway/pos or one of the pure calculations below it.
func isVocabulary(path string) bool {
	return path == "gateway/pos" || strings.HasPrefix(path, "gateway/pos/")
}

// isTestSupport says that a package serves tests only: the suites that port owners ship, and the real servers.
func isTestSupport(path string) bool {
	return strings.HasSuffix(path, "test") || path == "adapters/testserver"
}

func TestDependencyRule(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			local, ours := strings.CutPrefix(imported, module)
			switch {
			case !ours:
				if (imported == "testing" || imported == "net/http/httptest") && !isTestSupport(p.ImportPath) {
					t.Errorf("%s imports %s: production code imports no test package", p.ImportPath, imported)
				}
			case isVocabulary(p.ImportPath):
				if !isVocabulary(local) {
					t.Errorf("%s imports %s: the vocabulary imports nothing else of ours", p.ImportPath, local)
				}
			case isVocabulary(local) || p.ImportPath == "gateway/app":
				// Down to the vocabulary, or the composition root joining.
			case local == "gateway/app":
				if !strings.HasPrefix(p.ImportPath, "gateway/cmd/") {
					t.Errorf("%s imports gateway/app: only gateway/cmd may", p.ImportPath)
				}
			case isTestSupport(local) && !isTestSupport(p.ImportPath):
				t.Errorf("%s imports %s: production code imports no test package", p.ImportPath, local)
			case isTestSupport(p.ImportPath):
				if local != filepath.Dir(p.ImportPath) && !isTestSupport(local) {
					t.Errorf("%s imports %s: a suite knows its port's owner and gateway/pos only", p.ImportPath, local)
				}
			case strings.HasPrefix(local, "graph/") && (p.ImportPath == "graph" || strings.HasPrefix(p.ImportPath, "graph/")):
				// graph, its generated executor and its models are one edge.
			default:
				t.Errorf("%s imports %s sideways: declare the interface where it is needed and let gateway/app join them", p.ImportPath, local)
			}
		}
	}
}

func TestFilesStayShort(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{".git", "node_modules", "dist", "gen", ".bin", "data"}, d.Name()) {
			return filepath.SkipDir
		}
		limit := 400
		switch {
		case strings.Contains(d.Name(), "generated") || strings.HasPrefix(d.Name(), "models_gen"):
			return nil
		case strings.HasSuffix(d.Name(), "_test.go"), strings.HasSuffix(d.Name(), ".test.ts"), strings.HasSuffix(d.Name(), ".test.tsx"):
			limit = 600
		case !strings.HasSuffix(d.Name(), ".go") && !strings.HasSuffix(d.Name(), ".ts") && !strings.HasSuffix(d.Name(), ".tsx"):
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(content, []byte("\n")); n > limit {
			t.Errorf("%s has %d lines, more than %d: it probably holds two concepts", path, n, limit)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadmeDiagramIsTheImportGraph(t *testing.T) {
	t.Parallel()
	groups := map[string][]string{}
	edges := map[string]bool{}
	for _, p := range packages(t) {
		if isTestSupport(p.ImportPath) || strings.HasPrefix(p.ImportPath, "graph/") || isVocabulary(p.ImportPath) || p.ImportPath == "gateway/app" || p.Name == "main" ||
			strings.HasSuffix(p.ImportPath, "_test") || p.ImportPath == "deploy" {
			continue
		}
		top, _, _ := strings.Cut(p.ImportPath, "/")
		group := map[string]string{"gateway": "use cases", "adapters": "adapters"}[top]
		if group == "" {
			group = "edges"
		}
		groups[group] = append(groups[group], p.ImportPath)
		for _, imported := range p.Imports {
			if local, ours := strings.CutPrefix(imported, module); ours && !strings.HasPrefix(local, p.ImportPath+"/") {
				if isVocabulary(local) {
					local = "gateway/pos"
				}
				edges[p.ImportPath+" "+local] = true
			}
		}
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart TD\n    app[\"gateway/app<br/>composition root\"]\n")
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		fmt.Fprintf(&b, "    subgraph %s[\"%s\"]\n", node(group), group)
		for _, path := range slices.Sorted(slices.Values(groups[group])) {
			fmt.Fprintf(&b, "        %s[\"%s\"]\n", node(path), path)
		}
		fmt.Fprintf(&b, "    end\n    app --> %s\n", node(group))
	}
	b.WriteString("    pos[\"gateway/pos<br/>vocabulary and decisions\"]\n")
	for _, edge := range slices.Sorted(maps.Keys(edges)) {
		from, to, _ := strings.Cut(edge, " ")
		fmt.Fprintf(&b, "    %s --> %s\n", node(from), node(strings.TrimPrefix(to, "gateway/pos")))
	}
	b.WriteString("```\n")
	checkReadme(t, "architecture", b.String())
}

func node(path string) string {
	if path == "" {
		return "pos"
	}
	return strings.NewReplacer("/", "_", " ", "_").Replace(path)
}

// checkReadme compares a generated part of README.md with what it should be, or rewrites it under -update.
func checkReadme(t *testing.T, part, want string) {
	t.Helper()
	readmeLock.Lock()
	defer readmeLock.Unlock()
	path := filepath.Join(root, "README.md")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- generated: "+part+" -->\n", "<!-- end: "+part+" -->\n"
	before, rest, ok := strings.Cut(string(content), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md has no part between %q and %q", begin, end)
	}
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("README.md: the %s part is out of date: run `make generate`", part)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

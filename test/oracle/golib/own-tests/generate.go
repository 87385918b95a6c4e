// generate PACKAGE FOLDER LIBRARY SHIM CHECKER...: makes a program of the tests that Go's source has for a package.
//
// The tests become packages of a module: "ext" those of the external test package, "inner" those of the package itself, which then
// reaches it by a dot-import. What does not type-check so (unexported names, packages that LIBRARY does not have), and what the
// checker refuses (CHECKER FOLDER prints errors as file:line:col: message), is cut out: the smallest element of a table, statement or
// declaration around each error, until none is left. So the rest is a program for both compilers. What was refused is printed.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

const goRoot = "/usr/share/go-1.19/src"

// Errors are cut out this often at most.
const maxRounds = 60

// library is the folder whose packages tests may import.
var library string

// unit is one package of tests under way.
type unit struct {
	name  string // of its folder
	files map[string]*ast.File
	fset  *token.FileSet
	info  *types.Info
}

var (
	out        string
	unordered  = map[string]bool{} // examples whose output has no order
	source     types.ImporterFrom
	sourceFset = token.NewFileSet()
)

// shimImporter finds the module's own packages, and Go's.
type shimImporter map[string]*types.Package

func (s shimImporter) Import(path string) (*types.Package, error) {
	if p := s[path]; p != nil {
		return p, nil
	}
	if strings.HasPrefix(path, "m/") {
		dir := filepath.Join(out, path[2:])
		var files []*ast.File
		names, _ := filepath.Glob(dir + "/*.go")
		for _, n := range names {
			f, err := parser.ParseFile(sourceFset, n, nil, 0)
			check(err)
			files = append(files, f)
		}
		conf := types.Config{Importer: s, Sizes: types.SizesFor("gc", "386")}
		p, err := conf.Check(path, sourceFset, files, nil)
		check(err)
		s[path] = p
		return p, nil
	}
	return source.ImportFrom(path, goRoot, 0)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	pkg, checker := os.Args[1], os.Args[5:]
	out, library = os.Args[2], os.Args[3]
	source = compiledPackages()
	check(os.MkdirAll(out, 0o777))
	check(os.WriteFile(out+"/go.mod", []byte("module m\n\ngo 1.19\n"), 0o666))
	copyFolder(os.Args[4], out+"/testing")
	copyFolder(goRoot+"/testing/iotest", out+"/iotest")
	imp := shimImporter{}
	units := []*unit{load(pkg, "ext", true), load(pkg, "inner", false)}
	for _, u := range units {
		u.settle(imp)
	}
	for round := 0; round < maxRounds; round++ {
		writeMain(units)
		cmd := exec.Command(checker[0], append(checker[1:], out)...)
		cmd.Dir = out
		text, err := cmd.CombinedOutput()
		if err == nil {
			return
		}
		found := false
		for _, u := range units {
			errs := refusals(string(text), u.name)
			for _, e := range errs {
				fmt.Println(u.name+"/"+e.pos.String(), e.msg)
			}
			if len(errs) > 0 {
				found = true
				u.check(imp)
				u.prune(errs)
				u.settle(imp)
			}
		}
		if !found {
			fmt.Println(string(text))
			os.Exit(1)
		}
	}
}

// compiledPackages imports what the go command has compiled.
func compiledPackages() types.ImporterFrom {
	exports := map[string]string{}
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "std")
	list.Stderr = os.Stderr
	text, err := list.Output()
	check(err)
	for _, line := range strings.Split(string(text), "\n") {
		if path, file, ok := strings.Cut(line, " "); ok {
			exports[path] = file
		}
	}
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	return importer.ForCompiler(sourceFset, "gc", lookup).(types.ImporterFrom)
}

// settle writes the package and cuts errors out of it until it has none.
func (u *unit) settle(imp types.Importer) {
	for round := 0; len(u.files) > 0; round++ {
		u.write()
		u.read()
		errs := u.check(imp)
		if len(errs) == 0 {
			return
		}
		if round > maxRounds {
			panic(fmt.Sprint("errors without end: ", errs))
		}
		u.prune(errs)
	}
}

// refusals are the checker's errors in one folder.
func refusals(text, folder string) (errs []complaint) {
	for _, m := range errorLine.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], folder+"/") {
			line, _ := strconv.Atoi(m[2])
			col, _ := strconv.Atoi(m[3])
			errs = append(errs, complaint{token.Position{Filename: filepath.Base(m[1]), Line: line, Column: col}, m[4]})
		}
	}
	return errs
}

var errorLine = regexp.MustCompile(`(?m)^(\S+\.go):(\d+):(\d+): (.*)$`)

type complaint struct {
	pos token.Position
	msg string
}

func copyFolder(from, to string) {
	check(os.MkdirAll(to, 0o777))
	names, _ := filepath.Glob(from + "/*.go")
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		data, err := os.ReadFile(n)
		check(err)
		check(os.WriteFile(filepath.Join(to, filepath.Base(n)), data, 0o666))
	}
}

// load reads the test files of one of a package's two test packages, without benchmarks and fuzzers.
func load(pkg, name string, external bool) *unit {
	u := &unit{name: name, files: map[string]*ast.File{}, fset: token.NewFileSet()}
	dir := filepath.Join(goRoot, pkg)
	names, _ := filepath.Glob(dir + "/*_test.go")
	for _, n := range names {
		base := filepath.Base(n)
		if ok, err := build.Default.MatchFile(dir, base); !ok || err != nil || strings.HasPrefix(base, "export_") {
			continue
		}
		f, err := parser.ParseFile(u.fset, n, nil, parser.ParseComments)
		check(err)
		if strings.HasSuffix(f.Name.Name, "_test") != external {
			continue
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(fn.Name.Name, "Example") {
				for _, c := range f.Comments {
					if c.Pos() > fn.Pos() && c.End() < fn.End() && strings.Contains(strings.ToLower(c.Text()), "unordered output:") {
						unordered[fn.Name.Name] = true
					}
				}
			}
		}
		f, err = parser.ParseFile(u.fset, n, nil, 0)
		check(err)

		fixImports(f, pkg, external)
		var decls []ast.Decl
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && (strings.HasPrefix(fn.Name.Name, "Benchmark") || strings.HasPrefix(fn.Name.Name, "Fuzz") || fn.Name.Name == "TestMain") {
				continue
			}
			decls = append(decls, d)
		}
		f.Decls = decls
		u.files[strings.TrimSuffix(base, "_test.go")+"_t.go"] = f
	}
	return u
}

// fixImports leaves out what the library does not have, and takes the shim for package testing.
func fixImports(f *ast.File, pkg string, external bool) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		var specs []ast.Spec
		for _, s := range g.Specs {
			spec := s.(*ast.ImportSpec)
			path, _ := strconv.Unquote(spec.Path.Value)
			switch {
			case path == "testing":
				spec.Path.Value = `"m/testing"`
			case path == "testing/iotest":
				spec.Path.Value = `"m/iotest"`
			case path == "unsafe":
			default:
				if _, err := os.Stat(filepath.Join(library, path)); err != nil {
					continue
				}
			}
			specs = append(specs, s)
		}
		g.Specs = specs
	}
	if strings.HasPrefix(pkg, "cmd/") {
		f.Name.Name = "inner" // a program, or one that nobody may import
	} else if !external {
		f.Decls = append([]ast.Decl{&ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{Name: ast.NewIdent("."), Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(pkg)}}}}}, f.Decls...)
	}
}

func (u *unit) sorted() []string {
	var names []string
	for n := range u.files {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

func (u *unit) write() {
	dir := filepath.Join(out, u.name)
	check(os.MkdirAll(dir, 0o777))
	for n, f := range u.files {
		var b bytes.Buffer
		check(format.Node(&b, u.fset, f))
		check(os.WriteFile(filepath.Join(dir, n), b.Bytes(), 0o666))
	}
}

func (u *unit) read() {
	u.fset = token.NewFileSet()
	for n := range u.files {
		f, err := parser.ParseFile(u.fset, filepath.Join(out, u.name, n), nil, 0)
		check(err)
		u.files[n] = f
	}
}

// check type-checks the package; complex numbers, which our compiler does not know, are errors too.
func (u *unit) check(imp types.Importer) []complaint {
	var errs []complaint
	u.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: imp, Sizes: types.SizesFor("gc", "386"), Error: func(err error) {
		e := err.(types.Error)
		p := e.Fset.Position(e.Pos)
		p.Filename = filepath.Base(p.Filename)
		errs = append(errs, complaint{p, e.Msg})
	}}
	var files []*ast.File
	for _, n := range u.sorted() {
		files = append(files, u.files[n])
	}
	conf.Check("m/"+u.name, u.fset, files, u.info)
	if len(errs) == 0 {
		for e, t := range u.info.Types {
			if b, ok := t.Type.(*types.Basic); ok && b.Info()&types.IsComplex != 0 {
				p := u.fset.Position(e.Pos())
				p.Filename = filepath.Base(p.Filename)
				errs = append(errs, complaint{p, "complex"})
			}
		}
	}
	return errs
}

// prune takes out the smallest list elements that contain the places.
func (u *unit) prune(errs []complaint) {
	for name, f := range u.files {
		var at []token.Pos
		tf := u.fset.File(f.Pos())
		for _, e := range errs {
			if e.pos.Filename == name {
				at = append(at, tf.LineStart(e.pos.Line)+token.Pos(e.pos.Column-1))
			}
		}
		if len(at) == 0 {
			continue
		}
		doomed := map[ast.Node]bool{}
		for _, p := range at {
			if n := u.smallest(f, p); n != nil {
				doomed[n] = true
			}
		}
		cut(f, doomed)
	}
}

// smallest is the innermost statement, element of a table, or declaration at p.
func (u *unit) smallest(f *ast.File, p token.Pos) ast.Node {
	var best ast.Node
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		inside := n.Pos() <= p && p < n.End()
		if fn, ok := n.(*ast.FuncDecl); ok && p == fn.End() {
			inside = true
		}
		if !inside && n != ast.Node(f) {
			stack = append(stack, n)
			return true
		}
		var parent ast.Node
		if len(stack) > 0 {
			parent = stack[len(stack)-1]
		}
		switch q := parent.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			if s, ok := n.(ast.Stmt); ok {
				if c, ok := q.(*ast.CommClause); ok && c.Comm == s {
					break
				}
				best = n
			}
		case *ast.CompositeLit:
			if e, ok := n.(ast.Expr); ok && e != q.Type {
				t := u.info.Types[q].Type
				if t != nil {
					switch t.Underlying().(type) {
					case *types.Slice, *types.Map:
						best = n
					}
				}
			}
		case *ast.File:
			if _, ok := n.(ast.Decl); ok {
				best = n
			}
		case *ast.GenDecl:
			if _, ok := n.(ast.Spec); ok && q.Tok != token.CONST && len(stack) == 2 {
				best = n
			}
		}
		stack = append(stack, n)
		return true
	})
	return best
}

// cut takes nodes out of the lists in which they are.
func cut(f *ast.File, doomed map[ast.Node]bool) {
	stmts := func(list []ast.Stmt) []ast.Stmt {
		var kept []ast.Stmt
		for _, s := range list {
			if !doomed[s] {
				kept = append(kept, s)
			}
		}
		return kept
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.File:
			var kept []ast.Decl
			for _, d := range n.Decls {
				if !doomed[d] {
					kept = append(kept, d)
				}
			}
			n.Decls = kept
		case *ast.GenDecl:
			var kept []ast.Spec
			for _, d := range n.Specs {
				if !doomed[d] {
					kept = append(kept, d)
				}
			}
			n.Specs = kept
		case *ast.BlockStmt:
			n.List = stmts(n.List)
		case *ast.CaseClause:
			n.Body = stmts(n.Body)
		case *ast.CommClause:
			n.Body = stmts(n.Body)
		case *ast.CompositeLit:
			var kept []ast.Expr
			for _, d := range n.Elts {
				if !doomed[d] {
					kept = append(kept, d)
				}
			}
			n.Elts = kept
		}
		return true
	})
	var kept []ast.Decl
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && len(g.Specs) == 0 {
			continue
		}
		kept = append(kept, d)
	}
	f.Decls = kept
}

// writeMain writes the program that calls all tests and examples.
func writeMain(units []*unit) {
	var b, list strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"m/testing\"\n")
	for _, u := range units {
		used := false
		for _, n := range u.sorted() {
			for _, d := range u.files[n].Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || fn.Recv != nil {
					continue
				}
				name := fn.Name.Name
				switch {
				case strings.HasPrefix(name, "Test") && fn.Type.Params.NumFields() == 1:
					fmt.Fprintf(&list, "\t\t{%q, %s.%s, nil},\n", name, u.name, name)
					used = true
				case strings.HasPrefix(name, "Example") && fn.Type.Params.NumFields() == 0:
					label := name
					if unordered[name] {
						label += " unordered"
					}
					fmt.Fprintf(&list, "\t\t{%q, nil, %s.%s},\n", label, u.name, name)
					used = true
				}
			}
		}
		if used {
			fmt.Fprintf(&b, "\t%s \"m/%s\"\n", u.name, u.name)
		}
	}
	b.WriteString(")\n\nfunc main() {\n\ttesting.Main([]testing.Entry{\n" + list.String() + "\t})\n}\n")
	check(os.WriteFile(out+"/main.go", []byte(b.String()), 0o666))
}

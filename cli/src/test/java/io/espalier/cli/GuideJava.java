// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java of the guide. Each page is a class. Its blocks are pasted one after another into a method, so that later ones know the names of
 * earlier ones; one that declares a name anew begins another method. A block that declares a class is a member.
 */
final class GuideJava {
    private static final Pattern EXPORTED = Pattern.compile("exports (io[.]espalier[a-z.]*);");
    private static final Pattern CLASS =
            Pattern.compile("^(public )?(final )?(?=(class|record|interface) )", Pattern.MULTILINE);
    private static final Pattern DECLARED = Pattern.compile("^[A-Za-z][\\w<>\\[\\], .]* (\\w+) =", Pattern.MULTILINE);

    /** Names that blocks use without declaring them, since the text says what they are. */
    private static final String KNOWN = """
            Model model, trained, sparse, shared, taught, student, teacher; Trainer trainer; Graph graph; DatasetSplit mnist;
            Dataset data, pictures; int endStep; Path file;
            """;

    private final Path folder;
    /** What blocks need not import. */
    private final List<String> imports = new ArrayList<>(List.of(
            "import java.nio.file.*;",
            "import java.util.*;",
            "import static io.espalier.model.layer.ActivationFunction.*;"));

    private final List<Path> sources = new ArrayList<>();

    GuideJava(Path repository, Path folder) throws IOException {
        this.folder = folder;
        packages(repository).forEach(each -> imports.add("import " + each + ".*;"));
    }

    /** Adds the blocks of a page. */
    void add(List<GuideBlock> blocks) throws IOException {
        String name = "Page" + sources.size();
        StringBuilder members = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        Set<String> declared = new HashSet<>();
        List<String> own = new ArrayList<>();
        for (GuideBlock block : blocks) {
            block.lines().stream().filter(GuideJava::isImport).forEach(own::add);
            String text = "// " + block.place() + "\n"
                    + block.lines().stream().filter(line -> !isImport(line)).collect(Collectors.joining("\n")) + "\n";
            if (CLASS.matcher(text).find()) {
                members.append(CLASS.matcher(text).replaceFirst("static "));
                continue;
            }
            List<String> names = DECLARED.matcher(text)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            if (names.stream().anyMatch(declared::contains)) {
                members.append(method(statements, block));
                statements.setLength(0);
                declared.clear();
            }
            declared.addAll(names);
            statements.append(text);
            if (block.equals(blocks.get(blocks.size() - 1))) {
                members.append(method(statements, block));
            }
        }
        String source = Stream.concat(imports.stream(), own.stream()).collect(Collectors.joining("\n"))
                + "\npublic class " + name + " {\n" + KNOWN + members + "}\n";
        sources.add(Files.writeString(folder.resolve(name + ".java"), source));
    }

    private static String method(CharSequence statements, GuideBlock last) {
        return "void before" + last.line() + "() throws Exception {\n" + statements + "}\n";
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    /** What the compiler says against the pages, with the place of the block. */
    List<String> errors() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.US, null)) {
            List<String> options = List.of("-d", folder.toString(), "-proc:none", "-Xlint:none");
            compiler.getTask(new StringWriter(), files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(place(each) + ": " + each.getMessage(Locale.US));
            }
        }
        return errors;
    }

    private static String place(Diagnostic<? extends JavaFileObject> error) throws IOException {
        List<String> lines = error.getSource()
                .getCharContent(true)
                .toString()
                .lines()
                .limit(error.getLineNumber())
                .toList();
        return lines.stream()
                        .filter(line -> line.startsWith("// "))
                        .reduce((first, second) -> second)
                        .orElse("imports")
                + " '" + lines.get(lines.size() - 1) + "'";
    }

    private static List<String> packages(Path repository) throws IOException {
        List<String> packages = new ArrayList<>();
        try (Stream<Path> modules = Files.list(repository)) {
            for (Path module : modules.map(each -> each.resolve("src/main/java/module-info.java"))
                    .filter(Files::exists)
                    .toList()) {
                EXPORTED.matcher(Files.readString(module)).results().forEach(match -> packages.add(match.group(1)));
            }
        }
        return packages;
    }

    /** The exported class of a simple name; empty if there is none, or several. */
    static Optional<Class<?>> exported(Path repository, String name) throws IOException {
        List<Class<?>> found = packages(repository).stream()
                .flatMap(each -> inPackage(each, name).stream())
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<Class<?>> inPackage(String name, String type) {
        try {
            return Optional.of(Class.forName(name + "." + type, false, GuideJava.class.getClassLoader()));
        } catch (ClassNotFoundException notInThisPackage) {
            return Optional.empty();
        }
    }
}

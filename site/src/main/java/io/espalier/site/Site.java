// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes the site: {@code mvnw site}. What docs/README.md lists becomes pages; a link that leads nowhere, or a page that is not listed, fails. */
public final class Site {
    private static final String INDEX = "docs/README.md";
    private static final List<String> BESIDE = List.of("README.md", INDEX);

    private Site() {}

    /** @param arguments the root of the repository, and the folder for the site */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]).normalize();
        int pages = make(Path.of(arguments[0]).normalize(), folder);
        System.out.println("Wrote " + pages + " pages, begin at " + folder.resolve("index.html"));
    }

    /**
     * Writes the site.
     *
     * @return the number of its pages
     * @throws SiteException if links lead nowhere, pages of docs/ are not listed, or figures are not those of the results; names all of them
     */
    static int make(Path root, Path folder) throws IOException {
        SourcePage index = SourcePage.read(root, INDEX);
        Navigation navigation = Navigation.of(index);
        List<String> problems = new ArrayList<>();
        Map<String, SourcePage> pages = new LinkedHashMap<>();
        for (String path : Stream.concat(BESIDE.stream(), navigation.paths().stream())
                .distinct()
                .toList()) {
            if (Files.isRegularFile(root.resolve(path))) {
                pages.put(path, SourcePage.read(root, path));
            } else {
                problems.add(INDEX + ": lists " + path + ", which is no file");
            }
        }
        notListed(root, pages).forEach(path -> problems.add(INDEX + ": does not list " + path));
        Links links = new Links(root, pages);
        Map<SourcePage, String> bodies = new LinkedHashMap<>();
        pages.values().forEach(page -> bodies.put(page, PageBody.html(page, links)));
        problems.addAll(links.problems());
        problems.addAll(LinkedFigures.problems(pages));
        if (!problems.isEmpty()) {
            throw new SiteException(problems);
        }
        Files.createDirectories(folder);
        Shell shell = new Shell(resource("page.html"), pages, navigation);
        for (Map.Entry<SourcePage, String> body : bodies.entrySet()) {
            SourcePage page = body.getKey();
            Files.writeString(folder.resolve(page.address()), shell.page(page, body.getValue()));
        }
        Files.writeString(folder.resolve("search-index.js"), SearchIndex.script(pages.values()));
        Files.writeString(folder.resolve("site.css"), resource("site.css"));
        Files.writeString(folder.resolve("site.js"), resource("site.js"));
        for (String file : links.files()) {
            Path copy = folder.resolve(Links.FILES).resolve(file);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.write(copy, Files.readAllBytes(root.resolve(file)));
        }
        return pages.size();
    }

    private static List<String> notListed(Path root, Map<String, SourcePage> pages) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("docs"))) {
            return files.map(file -> "docs/" + file.getFileName())
                    .filter(path -> path.endsWith(".md") && !pages.containsKey(path))
                    .sorted()
                    .toList();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream content = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

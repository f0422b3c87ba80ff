// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns links between files of the repository into links of the site, and collects those that lead nowhere. Addresses on the web are taken as they
 * are: nothing is looked up.
 */
final class Links {
    /** Where files that are no pages are copied to. */
    static final String FILES = "files/";

    private final Path root;
    private final Map<String, SourcePage> pages;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> files = new TreeSet<>();

    /** @param pages all pages of the site by their paths in the repository */
    Links(Path root, Map<String, SourcePage> pages) {
        this.root = root;
        this.pages = pages;
    }

    /** What is wrong with the links that were resolved so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Files that are no pages, but linked to: paths in the repository. */
    Set<String> files() {
        return Set.copyOf(files);
    }

    /** Where a link of a page leads on the site. */
    String resolve(SourcePage from, String link) {
        if (link.matches("[a-z]+:.*")) {
            return checked(from, link);
        }
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        String path = file.isEmpty() ? from.path() : path(from, file);
        SourcePage page = pages.get(Files.isDirectory(root.resolve(path)) ? path + "/README.md" : path);
        if (page == null) {
            return file(from, link, path);
        }
        if (!anchor.isEmpty() && !page.anchors().containsValue(anchor)) {
            problems.add(from.path() + ": the link '" + link + "' names no heading of " + page.path() + ", which has "
                    + page.anchors().values());
        }
        String target = page.path().equals(from.path()) ? "" : page.address();
        return anchor.isEmpty() ? page.address() : target + "#" + anchor;
    }

    /** The path in the repository that a link of a page names. */
    static String path(SourcePage from, String file) {
        Path target = Path.of("/").resolve(from.path()).resolveSibling(file).normalize();
        return Path.of("/").relativize(target).toString().replace('\\', '/');
    }

    private String file(SourcePage from, String link, String path) {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            problems.add(from.path() + ": the link '" + link + "' leads to no file");
        } else if (path.endsWith(".md")) {
            problems.add(from.path() + ": the link '" + link + "' leads to a page that docs/README.md does not list");
        } else if (Files.isDirectory(file)) {
            problems.add(from.path() + ": the link '" + link + "' leads to a folder without README.md; link to a file");
        } else {
            files.add(path);
        }
        return FILES + path;
    }

    private String checked(SourcePage from, String link) {
        try {
            if (!"https".equals(new URI(link).getScheme())) {
                problems.add(from.path() + ": the link '" + link + "' should begin with https");
            }
        } catch (URISyntaxException e) {
            problems.add(from.path() + ": the link '" + link + "' is no address: " + e.getReason());
        }
        return link;
    }
}

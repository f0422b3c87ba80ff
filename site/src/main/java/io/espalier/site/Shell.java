// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.commonmark.node.Heading;

/** What every page of the site has around its text: head, search, navigation, its sections, the neighbours in the order of the guide. */
final class Shell {
    private static final int DEEPEST_LISTED = 3;
    private static final int FEWEST_LISTED = 3;

    private final String template;
    private final Map<String, SourcePage> pages;
    private final Navigation navigation;

    /** @param template HTML with {{names}} of the parts */
    Shell(String template, Map<String, SourcePage> pages, Navigation navigation) {
        this.template = template;
        this.pages = pages;
        this.navigation = navigation;
    }

    String page(SourcePage page, String body) {
        return template.replace("{{title}}", escaped(page.title()))
                .replace("{{navigation}}", navigation(page))
                .replace("{{sections}}", sections(page))
                .replace("{{neighbours}}", neighbours(page))
                .replace("{{body}}", body);
    }

    private String navigation(SourcePage current) {
        return navigation.groups().stream()
                .map(group -> "<h2>" + escaped(group.title()) + "</h2>\n<ul>\n"
                        + group.entries().stream()
                                .map(entry -> "<li>" + link(entry, current) + "</li>\n")
                                .collect(Collectors.joining())
                        + "</ul>\n")
                .collect(Collectors.joining());
    }

    private String link(Navigation.Entry entry, SourcePage current) {
        String here = entry.path().equals(current.path()) ? " aria-current=\"page\"" : "";
        return "<a href=\"" + at(entry.path()).address() + "\"" + here + ">" + escaped(entry.title()) + "</a>";
    }

    private static String sections(SourcePage page) {
        var listed = page.anchors().entrySet().stream()
                .skip(1)
                .filter(each -> each.getKey().getLevel() <= DEEPEST_LISTED)
                .toList();
        if (listed.size() < FEWEST_LISTED) {
            return "";
        }
        return "<nav class=\"sections\" aria-label=\"On this page\"><h2>On this page</h2><ul>\n"
                + listed.stream()
                        .map(each -> "<li class=\"level" + level(each.getKey()) + "\"><a href=\"#" + each.getValue()
                                + "\">" + escaped(SourcePage.text(each.getKey())) + "</a></li>\n")
                        .collect(Collectors.joining())
                + "</ul></nav>";
    }

    private static int level(Heading heading) {
        return heading.getLevel();
    }

    private String neighbours(SourcePage page) {
        var paths = navigation.paths();
        int here = paths.indexOf(page.path());
        if (here < 0) {
            return "";
        }
        String before = here == 0 ? "" : neighbour(paths.get(here - 1), "prev", "Before: ");
        String after = here == paths.size() - 1 ? "" : neighbour(paths.get(here + 1), "next", "Next: ");
        return "<nav class=\"neighbours\" aria-label=\"Neighbouring pages\">" + before + after + "</nav>";
    }

    private String neighbour(String path, String relation, String word) {
        SourcePage page = at(path);
        return "<a rel=\"" + relation + "\" href=\"" + page.address() + "\">" + word + escaped(page.title()) + "</a>";
    }

    private SourcePage at(String path) {
        return Objects.requireNonNull(pages.get(path), path);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

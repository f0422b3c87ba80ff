// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;

/** Figures that pages repeat from the page of results: the text of a link to the section that has them. */
final class LinkedFigures {
    private static final String RESULTS = "docs/results.md";
    private static final Pattern FIGURE = Pattern.compile("(?<![\\w.])\\d+(?:[.,]\\d+)*%?");

    private LinkedFigures() {}

    /** What is wrong with them: figures that the section does not have. */
    static List<String> problems(Map<String, SourcePage> pages) {
        SourcePage results = pages.get(RESULTS);
        if (results == null) {
            return List.of();
        }
        Map<String, Set<String>> sections = SearchIndex.sections(results).stream()
                .collect(Collectors.toMap(SearchIndex.Section::address, section -> figures(section.text())));
        List<String> problems = new ArrayList<>();
        for (SourcePage page : pages.values()) {
            page.document().accept(new AbstractVisitor() {
                @Override
                public void visit(Link link) {
                    String target = link.getDestination();
                    int hash = target.indexOf('#');
                    if (hash > 0 && Links.path(page, target.substring(0, hash)).equals(RESULTS)) {
                        Set<String> missing = figures(SourcePage.text(link));
                        missing.removeAll(sections.getOrDefault(results.address() + target.substring(hash), Set.of()));
                        missing.forEach(figure ->
                                problems.add(page.path() + ": says " + figure + ", which " + target + " does not"));
                    }
                }
            });
        }
        return problems;
    }

    private static Set<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(HashSet::new));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * The order of the pages: headings and links of the guide's index, docs/README.md.
 *
 * @param groups what belongs together, in order
 */
record Navigation(List<Group> groups) {
    /** @param entries what the index lists below a heading */
    record Group(String title, List<Entry> entries) {}

    /** @param path of the page in the repository */
    record Entry(String title, String path) {}

    static Navigation of(SourcePage index) {
        List<Group> groups = new ArrayList<>();
        index.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                groups.add(new Group(SourcePage.text(heading), new ArrayList<>()));
            }

            @Override
            public void visit(Link link) {
                String target = link.getDestination();
                Node before = link.getPrevious();
                // A link at the beginning of an item or cell is an entry; others are mentioned in passing.
                if (before == null && target.endsWith(".md")) {
                    groups.get(groups.size() - 1)
                            .entries()
                            .add(new Entry(SourcePage.text(link), Links.path(index, target)));
                }
            }
        });
        groups.removeIf(group -> group.entries().isEmpty());
        return new Navigation(List.copyOf(groups));
    }

    /** All pages that the index lists. */
    List<String> paths() {
        return groups.stream()
                .flatMap(group -> group.entries().stream())
                .map(Entry::path)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the repository.
 *
 * @param path below the root of the repository, with slashes
 * @param document what it says; comments of HTML are removed
 * @param anchors the anchor of each heading, as GitHub makes it, in order
 */
record SourcePage(String path, Node document, Map<Heading, String> anchors) {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /**
     * Reads a file.
     *
     * @throws SiteException if it has HTML other than comments, or no title
     */
    static SourcePage read(Path root, String path) throws IOException {
        return of(path, Files.readString(root.resolve(path)));
    }

    static SourcePage of(String path, String markdown) {
        Node document = PARSER.parse(markdown);
        Contents contents = new Contents(path);
        document.accept(contents);
        contents.comments.forEach(Node::unlink);
        if (contents.anchors.isEmpty()) {
            throw new SiteException(List.of(path + ": has no heading"));
        }
        return new SourcePage(path, document, Collections.unmodifiableMap(contents.anchors));
    }

    /** Its first heading. */
    String title() {
        return text(anchors.keySet().iterator().next());
    }

    /** The file of the page on the site. */
    String address() {
        String flat = path.startsWith("docs/") ? path.substring("docs/".length()) : path;
        return switch (path) {
            case "README.md" -> "index.html";
            case "docs/README.md" -> "guide.html";
            default -> flat.substring(0, flat.length() - ".md".length()).replace('/', '-') + ".html";
        };
    }

    /** What readers see of a part of a page. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text each) {
                text.append(each.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock block) {
                text.append(block.getLiteral());
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                text.append(block.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak lineBreak) {
                text.append(' ');
            }

            @Override
            protected void visitChildren(Node parent) {
                super.visitChildren(parent);
                if (parent instanceof Block || parent instanceof TableCell) {
                    text.append(' ');
                }
            }
        });
        return text.toString().strip();
    }

    private static final class Contents extends AbstractVisitor {
        private final String path;
        private final IdGenerator ids = IdGenerator.builder().build();
        private final Map<Heading, String> anchors = new LinkedHashMap<>();
        private final List<Node> comments = new ArrayList<>();

        Contents(String path) {
            this.path = path;
        }

        @Override
        public void visit(Heading heading) {
            anchors.put(heading, ids.generateId(text(heading)));
        }

        @Override
        public void visit(HtmlBlock block) {
            comment(block, block.getLiteral());
        }

        @Override
        public void visit(HtmlInline inline) {
            comment(inline, inline.getLiteral());
        }

        private void comment(Node node, String html) {
            if (!html.startsWith("<!--")) {
                throw new SiteException(List.of(path + ": has HTML, '" + html + "'; write it in Markdown"));
            }
            comments.add(node);
        }
    }
}

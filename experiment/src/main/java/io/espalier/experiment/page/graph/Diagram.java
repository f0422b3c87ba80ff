// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import java.util.List;

/**
 * What is drawn of one subgraph: a box for each of its inputs, operators and outputs, in this order, and a link for each tensor from the box that
 * makes it to each box that takes it. Constants are lines in boxes.
 *
 * @param links those that are drawn
 * @param far links over so many boxes that they are told in words instead
 */
record Diagram(List<Box> boxes, List<Link> links, List<Link> far) {
    Diagram {
        boxes = List.copyOf(boxes);
        links = List.copyOf(links);
        far = List.copyOf(far);
    }

    /** What a box stands for. */
    enum Role {
        INPUT,
        OPERATOR,
        OUTPUT
    }

    /**
     * A box.
     *
     * @param number the index of the operator, or of the tensor
     * @param colours the numbers of the page's colours: by kind, and by form
     * @param title the name of the operator, or of the input or output
     * @param tail what stands at the right of the title, such as a fused activation function; or empty
     * @param lines what stands below the title
     */
    record Box(Role role, int number, Colours colours, String title, String tail, List<String> lines) {
        static final int TITLE_HEIGHT = 22;
        static final int LINE_HEIGHT = 15;
        static final int TITLE_SIZE = 12;
        static final int LINE_SIZE = 11;
        static final int MARGIN = 8;
        private static final int LEAST_WIDTH = 90;
        private static final int FOOT = 6;

        Box {
            lines = List.copyOf(lines);
        }

        /** In pixels, even so that its middle is whole. */
        int width() {
            int head = TextWidth.of(title, TITLE_SIZE, true);
            int rest = tail.isEmpty() ? 0 : MARGIN + TextWidth.of(tail, LINE_SIZE, false);
            int widest = lines.stream()
                    .mapToInt(line -> TextWidth.of(line, LINE_SIZE, false))
                    .max()
                    .orElse(0);
            int width = Math.max(LEAST_WIDTH, Math.max(head + rest, widest) + 2 * MARGIN);
            return width + width % 2;
        }

        /** In pixels. */
        int height() {
            return lines.isEmpty() ? TITLE_HEIGHT : TITLE_HEIGHT + lines.size() * LINE_HEIGHT + FOOT;
        }
    }

    /** Numbers of the page's colours; 0 for the ends of the graph, which have none. */
    record Colours(int kind, int form) {
        static final Colours NONE = new Colours(0, 0);
    }

    /**
     * A link.
     *
     * @param from the index of a box
     * @param to the index of a box
     * @param tensor the index of the tensor
     */
    record Link(int from, int to, int tensor) {}
}

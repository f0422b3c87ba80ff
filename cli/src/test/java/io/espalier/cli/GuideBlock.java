// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of code on a page of the guide.
 *
 * @param page its file, below the root of the repository
 * @param line of its first line, from 1
 * @param kind what stands behind the fence, such as {@code yaml}; empty for an indented block
 * @param note the comment on the line before it: {@code output}, {@code not run: WHY}, {@code file: NAME}, {@code fragment}; empty if there is none
 */
record GuideBlock(String page, int line, String kind, String note, List<String> lines) {
    private static final Path REPOSITORY = Path.of("..");
    private static final String FILE = "file:";
    private static final String INDENT = "    ";

    /** The pages: README.md, CONTRIBUTING.md and those of docs/. */
    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("docs"))) {
            Stream<String> docs = files.map(file -> "docs/" + file.getFileName())
                    .filter(page -> page.endsWith(".md"))
                    .sorted();
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md"), docs)
                    .toList();
        }
    }

    static String textOf(String page) throws IOException {
        return Files.readString(REPOSITORY.resolve(page));
    }

    static List<GuideBlock> of(String page) throws IOException {
        List<String> lines = textOf(page).lines().toList();
        List<GuideBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int begin = i;
            if (lines.get(i).startsWith("```")) {
                i++;
                while (!lines.get(i).startsWith("```")) {
                    i++;
                }
                String kind = lines.get(begin).substring(3).strip();
                blocks.add(new GuideBlock(page, begin + 2, kind, note(lines, begin), lines.subList(begin + 1, i)));
            } else if (lines.get(i).startsWith(INDENT) && (i == 0 || isEnd(lines.get(i - 1)))) {
                while (i < lines.size()
                        && (lines.get(i).startsWith(INDENT) || lines.get(i).isBlank())) {
                    i++;
                }
                List<String> content = lines.subList(begin, i).stream()
                        .map(line -> line.isBlank() ? "" : line.substring(INDENT.length()))
                        .toList();
                blocks.add(new GuideBlock(page, begin + 1, "", note(lines, begin), content));
                i--;
            }
        }
        return blocks;
    }

    private static boolean isEnd(String line) {
        return line.isBlank() || line.startsWith("<!--");
    }

    // A comment ends a paragraph only if nothing but an empty line is between it and the block.
    private static String note(List<String> lines, int begin) {
        for (int i = begin - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.startsWith("<!--") && line.endsWith("-->")) {
                return line.substring("<!--".length(), line.length() - "-->".length())
                        .strip();
            }
            if (!line.isEmpty()) {
                break;
            }
        }
        return "";
    }

    boolean isOutput() {
        return note.equals("output");
    }

    /** The name under which readers save it, from a comment {@code file: NAME}; empty if they do not. */
    String fileName() {
        return note.startsWith(FILE) ? note.substring(FILE.length()).strip() : "";
    }

    boolean isRun() {
        return !note.startsWith("not run");
    }

    /** Where it is, for messages. */
    String place() {
        return page + ":" + line;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}

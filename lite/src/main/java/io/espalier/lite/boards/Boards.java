// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.base.yaml.StrictYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The boards that Espalier knows, and those of a file of the user's own. Immutable. */
public final class Boards {
    private static final String RESOURCE = "boards.yaml";

    private final BoardsReader known;

    private Boards(BoardsReader known) {
        this.known = known;
    }

    /** Those that Espalier knows. */
    public static Boards standard() {
        return new Boards(BoardsReader.EMPTY.with(resource()));
    }

    /**
     * These and those of a file, which has the same form as Espalier's own.
     *
     * @throws RecipeException if it is not such a file, or has a name that there is already; with the file and the line, or the name
     * @throws IOException if it cannot be read
     */
    public Boards with(Path file) throws IOException {
        return new Boards(StrictYaml.readFile(file, known::with));
    }

    private static String resource() {
        try (InputStream stream = Boards.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("the list of boards is missing from this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All, in the order of their file. */
    public List<Board> all() {
        return List.copyOf(known.boards().values());
    }

    /** All names. */
    public List<String> names() {
        return List.copyOf(known.boards().keySet());
    }

    /**
     * The boards of these names.
     *
     * @param names such as {@code rp2040,esp32}
     * @throws IllegalArgumentException if one is not known, empty, or there twice
     */
    public List<Board> named(String names) {
        List<Board> boards = new ArrayList<>();
        for (String part : names.split(",", -1)) {
            Board board = of(part.strip());
            if (boards.contains(board)) {
                throw new IllegalArgumentException("'" + board.name() + "' is there twice");
            }
            boards.add(board);
        }
        return List.copyOf(boards);
    }

    private Board of(String name) {
        Board board = known.boards().get(name);
        if (board == null) {
            throw new IllegalArgumentException("unknown board '" + name + "'" + NearestName.suggestion(name, names())
                    + "; choose from: " + String.join(", ", names()) + "; --boards FILE adds others");
        }
        return board;
    }

    /** The one of a name among those that there are. */
    static <T> T known(String what, String name, Map<String, T> all) {
        T found = all.get(name);
        if (found == null) {
            Collection<String> names = all.keySet();
            throw new RecipeException("unknown " + what + " '" + name + "'" + NearestName.suggestion(name, names)
                    + "; choose from: " + String.join(", ", names));
        }
        return found;
    }
}

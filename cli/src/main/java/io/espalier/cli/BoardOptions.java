// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.espalier.lite.Graph;
import io.espalier.lite.boards.Board;
import io.espalier.lite.boards.BoardCheck;
import io.espalier.lite.boards.BoardFit;
import io.espalier.lite.boards.Boards;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The boards that a model is meant for. The list of boards is read only if they are asked for: it takes longer than most commands. */
final class BoardOptions {
    static final String NAME = "--target";
    private static final String FILE = "--boards";

    /** The purpose of commands that write a file. */
    static final String MAKE = "Make a file for these boards, and say whether it fits them";

    private final Argument<String> targets;
    private final Argument<Path> file;
    private @Nullable Boards known;
    private @Nullable List<Board> boards;

    /** @param purpose what is done for the boards, such as {@code Say whether the model fits these boards} */
    BoardOptions(Arguments arguments, String purpose) {
        targets = arguments.option(
                String.class,
                Arguments.named(NAME, "BOARD,...", purpose + ": ${COMPLETION-CANDIDATES}, or boards of a file.")
                        .completionCandidates(() -> Boards.standard().names().iterator()));
        file = arguments.option(
                Path.class,
                Arguments.named(
                        FILE,
                        "FILE",
                        "A .yaml file with boards of your own for " + NAME + ", as docs/boards.md describes it."));
    }

    /**
     * The boards that were named; none if none was.
     *
     * @throws UsageException if one is not known or there twice, or a file of boards is given and no board
     * @throws io.espalier.base.RecipeException if the file of boards is not one
     */
    List<Board> boards() throws IOException {
        if (boards == null) {
            boards = read();
        }
        return boards;
    }

    private List<Board> read() throws IOException {
        if (targets.orNull() == null) {
            if (file.orNull() != null) {
                throw new UsageException(FILE + " " + file.orNull() + " does nothing alone; name boards with " + NAME);
            }
            return List.of();
        }
        try {
            return known().named(targets.orNull());
        } catch (IllegalArgumentException e) {
            throw new UsageException(NAME + " " + targets.orNull() + ": " + e.getMessage());
        }
    }

    private Boards known() throws IOException {
        if (known == null) {
            Path own = file.orNull();
            known = own == null ? Boards.standard() : Boards.standard().with(own);
        }
        return known;
    }

    /**
     * What a model takes on the boards that were named.
     *
     * @param bytes of its file
     */
    List<BoardFit> fits(Graph graph, long bytes) throws IOException {
        List<Board> named = boards();
        return named.isEmpty() ? List.of() : new BoardCheck(graph, bytes, known()).on(named);
    }

    /** The same for programs. */
    static void addTo(ArrayNode json, List<BoardFit> fits) {
        fits.forEach(fit -> json.add(fit.toJson()));
    }

    /** For people, with a title. */
    static String text(List<BoardFit> fits) {
        return "Would it fit there?\n  " + BoardFit.text(fits).replace("\n", "\n  ");
    }
}

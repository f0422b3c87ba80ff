// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model, and what it takes on boards.
 *
 * <pre>{@code
 * BoardFit fit = new BoardCheck(graph, fileBytes, Boards.standard()).on(board);
 * }</pre>
 */
public final class BoardCheck {
    private final Graph graph;
    private final long fileBytes;
    private final Boards catalogue;
    private final Workload work;
    private @Nullable MicroNeeds micro;
    private @Nullable GeneratedNeeds generated;

    /**
     * @param fileBytes the size of the model's file
     * @param catalogue the boards among which one is looked for that is large enough, if another is too small
     */
    public BoardCheck(Graph graph, long fileBytes, Boards catalogue) {
        this.graph = Objects.requireNonNull(graph, "graph");
        this.fileBytes = fileBytes;
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.work = Workload.of(graph);
    }

    /** What the model takes on each of these. */
    public List<BoardFit> on(List<Board> boards) {
        return boards.stream().map(this::on).toList();
    }

    /** What the model takes on a board. */
    public BoardFit on(Board board) {
        BoardFit fit = new BoardFit(board, work, ways(board), List.of());
        return fit.fits()
                ? fit
                : new BoardFit(board, work, fit.ways(), new Advice(graph, fit).lines(largeEnough(board)));
    }

    private List<Board> largeEnough(Board tooSmall) {
        return catalogue.all().stream()
                .filter(board -> board.kind() == tooSmall.kind() && !board.equals(tooSmall))
                .filter(board -> ways(board).stream().anyMatch(Way::fits))
                .sorted(BoardCheck::smallerFirst)
                .toList();
    }

    private static int smallerFirst(Board one, Board other) {
        int byFlash = Long.compare(one.flash().orElse(0), other.flash().orElse(0));
        return byFlash != 0 ? byFlash : Long.compare(one.ram(), other.ram());
    }

    private List<Way> ways(Board board) {
        return switch (board.kind()) {
            case MICROCONTROLLER -> {
                List<Way> ways = new ArrayList<>();
                ways.add(micro().on(board, work));
                ways.add(generated().on(board, work));
                yield ways;
            }
            case COMPUTER, BROWSER -> List.of(new HostWay(graph, fileBytes).on(board, work));
            case ACCELERATOR -> List.of(new AcceleratorWay(graph, fileBytes).on(board, work));
        };
    }

    private MicroNeeds micro() {
        if (micro == null) {
            micro = MicroNeeds.of(graph, fileBytes);
        }
        return micro;
    }

    private GeneratedNeeds generated() {
        if (generated == null) {
            generated = GeneratedNeeds.of(graph);
        }
        return generated;
    }
}

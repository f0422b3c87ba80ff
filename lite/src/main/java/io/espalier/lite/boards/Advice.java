// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What would fit, if a model does not fit a board. All sizes in it are estimates. */
final class Advice {
    private static final int BOARDS_SHOWN = 3;

    /** One bit a weight for where the zeros are, and 8 for each of the rest. */
    private static final double PRUNED = 0.8;

    private static final String FLASH = "flash";

    private final Subgraph main;
    private final BoardFit fit;
    private final List<String> lines = new ArrayList<>();

    Advice(Graph graph, BoardFit fit) {
        this.main = graph.main();
        this.fit = fit;
    }

    /** @param largeEnough other boards on which it fits, the smallest first */
    List<String> lines(List<Board> largeEnough) {
        if (fit.runs()) {
            fit.nearest().ifPresent(this::memories);
        }
        if (!largeEnough.isEmpty()) {
            List<String> names =
                    largeEnough.stream().limit(BOARDS_SHOWN).map(Board::name).toList();
            lines.add("it fits " + String.join(", ", names)
                    + (largeEnough.size() > BOARDS_SHOWN
                            ? " and " + (largeEnough.size() - BOARDS_SHOWN) + " more"
                            : ""));
        } else if (fit.runs()) {
            lines.add("it fits no board of this kind that is known");
        }
        return List.copyOf(lines);
    }

    private void memories(Way way) {
        way.demands().stream()
                .filter(demand -> !demand.fits() && demand.memory().equals(FLASH))
                .forEach(this::flash);
        // RAM as a whole and its largest piece: what helps one helps the other.
        way.demands().stream()
                .filter(demand -> !demand.fits() && !demand.memory().equals(FLASH))
                .min(Comparator.comparing(Demand::left))
                .ifPresent(this::ram);
    }

    private void flash(Demand demand) {
        long floats = constants(tensor -> tensor.type() == TensorType.FLOAT32);
        long bytes = constants(tensor -> tensor.type() == TensorType.INT8);
        if (floats > 0) {
            says("int8 weights", demand, floats - floats / 4);
        }
        long integers = bytes + floats / 4;
        long alreadySaved = floats - floats / 4;
        says("int4 weights", demand, alreadySaved + integers / 2);
        says(
                "80% of the weights pruned, and stored without their zeros (export --to c)",
                demand, alreadySaved + Math.round(integers * (1 - (1 - PRUNED) - 1.0 / Byte.SIZE)));
    }

    private void ram(Demand demand) {
        boolean isFloat =
                main.inputs().stream().anyMatch(input -> main.tensor(input).type() == TensorType.FLOAT32);
        if (fit.work().arithmetic() == Arithmetic.FLOAT32 && isFloat) {
            says("int8 activations", demand, demand.bytes() - demand.bytes() / 4);
        }
        String line = String.format(
                Locale.US,
                "a smaller input, or fewer channels in the first layers, to save %,d bytes of RAM",
                -demand.left());
        lines.add(line);
    }

    private void says(String what, Demand demand, long saved) {
        long left = demand.left() + saved;
        String outcome = left >= 0 ? "which fits" : String.format(Locale.US, "still %,d too many", -left);
        lines.add(String.format(
                Locale.US, "%s: about %,d bytes of %s, %s", what, demand.bytes() - saved, demand.memory(), outcome));
    }

    private long constants(Predicate<Tensor> which) {
        return main.tensors().stream()
                .filter(tensor -> tensor.isConstant() && which.test(tensor))
                .mapToLong(tensor -> tensor.buffer().size())
                .sum();
    }
}

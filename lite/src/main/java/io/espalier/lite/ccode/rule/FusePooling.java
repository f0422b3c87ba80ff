// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.ccode.program.Constant.Whole;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.RowPlan;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution whose output only a MAX_POOL_2D reads becomes one step with it, if the windows of the pool do not overlap: of the sums of a window, only
 * the largest becomes an 8-bit integer.
 */
final class FusePooling {
    private final Program program;

    private FusePooling(Program program) {
        this.program = program;
    }

    static Program in(Program program) {
        return new FusePooling(program).fused();
    }

    private Program fused() {
        List<Step> steps = new ArrayList<>();
        for (Step step : program.steps()) {
            Optional<Step> convolution = convolutionBefore(step, steps);
            if (convolution.isPresent()) {
                steps.remove(convolution.get());
                steps.add(fused(convolution.get(), step));
            } else {
                steps.add(step);
            }
        }
        return program.with(steps);
    }

    private Optional<Step> convolutionBefore(Step pool, List<Step> steps) {
        boolean fits = pool.kernel().equals("max_pool")
                && pool.images() == 1
                && whole(pool, "kernel_h") == whole(pool, "stride_h")
                && whole(pool, "kernel_w") == whole(pool, "stride_w")
                && whole(pool, "pad_top") == 0
                && whole(pool, "pad_left") == 0
                && whole(pool, "kernel_h") * rows(pool).rows() <= whole(pool, "in_h")
                && whole(pool, "kernel_w") * whole(pool, "out_w") <= whole(pool, "in_w");
        int root = fits ? program.root(pool.inputs().get(0)) : -1;
        return steps.stream()
                .filter(step -> fits && step.kernel().equals("conv") && step.output() == root && readers(root) == 1)
                .findFirst();
    }

    private long readers(int root) {
        long outputs = program.subgraph().outputs().stream()
                .filter(output -> program.root(output) == root)
                .count();
        return outputs
                + program.steps().stream()
                        .flatMap(step -> step.inputs().stream())
                        .filter(input -> program.root(input) == root)
                        .count();
    }

    private static Step fused(Step convolution, Step pool) {
        Window window = rows(convolution).windows().get(0);
        int height = (int) whole(pool, "kernel_h");
        Step step = new Step(
                convolution.name(),
                "conv_max_pool",
                convolution.inputs(),
                pool.output(),
                convolution.fields(),
                Optional.empty(),
                convolution.scratch() + (int) whole(convolution, "channels") * Integer.BYTES,
                pool.inPlace());
        return step.with("pool_h", height)
                .with("pool_w", whole(pool, "kernel_w"))
                .with("pooled_w", whole(pool, "out_w"))
                .with("min", Math.max(whole(convolution, "min"), whole(pool, "min")))
                .with("max", Math.min(whole(convolution, "max"), whole(pool, "max")))
                .byRows(
                        rows(pool).rows(),
                        new Window(
                                window.rows(),
                                window.stride() * height,
                                window.before(),
                                window.stride() * (height - 1) + window.extent()));
    }

    private static RowPlan rows(Step step) {
        return step.rows().orElseThrow();
    }

    private static long whole(Step step, String field) {
        return step.fields().get(field) instanceof Whole whole ? whole.value() : 0;
    }
}

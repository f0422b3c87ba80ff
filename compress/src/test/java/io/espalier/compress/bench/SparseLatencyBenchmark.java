// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.prune.Pruning;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.sparse.SparseStorage;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.Padding;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.ZeroPadding2D;
import io.espalier.runtime.Benchmark;
import io.espalier.runtime.InterpreterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as MobileNet, its 1x1 convolutions pruned, and one file of it where they are stored dense and one where they are stored sparse, in
 * turn in the TFLite runtime: {@code SparseLatencyBenchmark [ROUNDS [SIDE]]}.
 */
public final class SparseLatencyBenchmark {
    private static final double[] SPARSITIES = {0, 0.7, 0.8, 0.9};
    private static final int RUNS = 20;

    private SparseLatencyBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int side = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
        Model model = network(side);
        Path folder = Files.createTempDirectory("sparse");
        System.out.println("| zeros in 1x1 kernels | bytes dense | bytes sparse | dense | sparse | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        for (double sparsity : SPARSITIES) {
            Model pruned = sparsity == 0
                    ? model
                    : Pruning.oneShot(sparsity).forLatency().apply(model);
            Graph dense = Converter.convert(pruned);
            Path denseFile = folder.resolve("dense.tflite");
            Path sparseFile = folder.resolve("sparse.tflite");
            GraphWriter.write(dense, denseFile);
            GraphWriter.write(SparseStorage.atLeast(0.5).apply(dense), sparseFile);
            List<Double> ofDense = new ArrayList<>();
            List<Double> ofSparse = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                boolean denseFirst = round % 2 == 0;
                double first = milliseconds(denseFirst ? denseFile : sparseFile);
                double second = milliseconds(denseFirst ? sparseFile : denseFile);
                ofDense.add(denseFirst ? first : second);
                ofSparse.add(denseFirst ? second : first);
                ratios.add(denseFirst ? second / first : first / second);
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f%% | %,d | %,d | %.2f ms | %.2f ms | %.2f |%n",
                    100 * sparsity,
                    Files.size(denseFile),
                    Files.size(sparseFile),
                    LabEpoch.median(ofDense),
                    LabEpoch.median(ofSparse),
                    LabEpoch.median(ratios));
        }
    }

    private static double milliseconds(Path file) throws IOException {
        return Benchmark.of(file, InterpreterOptions.DEFAULTS, RUNS / 2, RUNS)
                        .latency()
                        .median()
                / 1000;
    }

    /** MobileNet of half width, padded as XNNPACK's sparse kernels need it. */
    private static Model network(int side) {
        SequentialBuilder builder = Model.sequential().input(side, side, 3).add(ZeroPadding2D.of(1));
        builder.add(Conv2D.of(16, 3).strides(2).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6));
        block(builder, 1, 32);
        block(builder, 2, 64);
        block(builder, 1, 64);
        block(builder, 2, 128);
        block(builder, 1, 128);
        block(builder, 2, 256);
        for (int i = 0; i < 5; i++) {
            block(builder, 1, 256);
        }
        block(builder, 2, 512);
        block(builder, 1, 512);
        return builder.add(new GlobalAveragePooling2D())
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    private static void block(SequentialBuilder builder, int strides, int filters) {
        if (strides == 2) {
            builder.add(ZeroPadding2D.of(1));
        }
        builder.add(DepthwiseConv2D.of(3)
                        .strides(strides)
                        .padding(strides == 2 ? Padding.VALID : Padding.SAME)
                        .withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6))
                .add(Conv2D.of(filters, 1).withoutBias())
                .add(BatchNormalization.defaults())
                .add(ReLU.max(6));
    }
}

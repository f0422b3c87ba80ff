// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment;

import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What operations answer that were written to a Keras file and read again, also those that are several in it. */
class WrittenLayersTest {
    private static final long SEED = 7;

    /** Several of them have casts around them, or become several. */
    private static final String OPERATIONS =
            "(AnyOrAll|Arithmetic|BroadcastTo|Clip|ComposedFunction|ConstantAround|CumulativeSum"
                    + "|Deviation|Elementwise|FloorDivision|FullLike|Glu|IndexOf|LogSoftmax|LogSumExp|Logical|MatrixProduct"
                    + "|MirrorAround|Norm|Reduce|ReverseAlong|RollAlong|ScaledSwish|SquaredDifference|StackAlong|TakeAlong|Threshold|Tile|Where)\\[.*";

    @TempDir
    private Path folder;

    static Stream<ComposedLayerModels.Case> operations() {
        return ComposedLayerModels.all().filter(one -> one.name().matches(OPERATIONS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void everyOperationAnswersTheSameFromFiles(ComposedLayerModels.Case one) throws IOException {
        float[] expected = answers(one.model(), one);

        for (String format : List.of("h5", "keras")) {
            Path file = folder.resolve("model." + format);
            KerasFiles.write(one.model(), null, file);
            float[] actual = answers(KerasFiles.read(file), one);
            LiteAgainstTensorFlowTest.assertClose(actual, expected, format, one.model(), SEED);
        }
    }

    private static float[] answers(Model model, ComposedLayerModels.Case one) {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return evaluator.predict(one.examples(SEED)).toArray();
        }
    }
}

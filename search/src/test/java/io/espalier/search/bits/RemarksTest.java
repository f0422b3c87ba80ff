// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.search.bits.Judgement.OutputFigures;
import io.espalier.search.bits.Sensitivity.Bend;
import io.espalier.search.bits.Sensitivity.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is said of figures that tell little. */
class RemarksTest {
    /** Examples of five classes, of which every second is of the first. */
    private static Dataset examples() {
        ByteBuffer labels = ByteBuffer.allocateDirect(100);
        for (int example = 0; example < 100; example++) {
            labels.put((byte) (example % 2 == 0 ? 0 : example % 4));
        }
        return ArrayDataset.of(
                "examples",
                new NumericArray(ElementType.UINT8, List.of(100, 3), ByteBuffer.allocateDirect(300)),
                new NumericArray(ElementType.UINT8, List.of(100), labels.flip()),
                Scaling.UNIT,
                List.of("a", "b", "c", "d", "e"));
    }

    private static Judgement accuracy(double share) {
        return new Judgement(Map.of(
                "out",
                new OutputFigures(
                        "accuracy",
                        false,
                        true,
                        100,
                        share,
                        share,
                        1,
                        Double.POSITIVE_INFINITY,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty())));
    }

    private static List<String> notes(double share) {
        Task task = Task.of(Task.Output.of(Task.Ending.SOFTMAX, 5), Task.Choice.NONE, examples());
        return accuracy(share).guesses("the float model", new Tasks(Map.of("out", task), Map.of()), examples());
    }

    @Test
    void aModelThatKnowsNoMoreThanTheMostFrequentClassIsTold() {
        assertThat(notes(0.2))
                .singleElement()
                .asString()
                .contains("the float model has accuracy 0.2000", "has 0.5000", "--scale");
        assertThat(notes(0.55)).hasSize(1);
        assertThat(notes(0.7)).isEmpty();
    }

    @Test
    void aTraceWhoseErrorIsLargeIsTold() {
        List<Row> rows = new ArrayList<>();
        for (double error : List.of(0.9, 0.2)) {
            Layer layer = new Layer(0, "rule", "error-" + error, "CONV_2D", "out", 10, 3, 0);
            rows.add(new Row(layer, Form.INT8, accuracy(1), 0, Optional.of(new Bend(-1.5, error, 0))));
        }

        Sensitivity sensitivity = new Sensitivity(TinyNetworks.SINE.graph(), accuracy(1), rows);

        assertThat(sensitivity.remark()).get().asString().contains("error-0.9").doesNotContain("error-0.2");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.EinsumDense;
import io.espalier.model.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EinsumDense as Keras writes it, on inputs of shape (4, 6). */
class EinsumDenseTest {
    @Test
    void aSizeMayStandWithoutAList() throws IOException {
        assertThat(read("\"...x,xy->...y\"", "8", "\"y\""))
                .isEqualTo(new EinsumDense("...x,xy->...y", List.of(8), "y", ActivationFunction.LINEAR));
    }

    @Test
    void aSizeThatIsNotGivenIsThatOfTheInput() throws IOException {
        Layer layer = read("\"abc,cde->abde\"", "[null,2,3]", "null");

        assertThat(layer.outputShape(List.of(Shape.of(4, 6)))).isEqualTo(Shape.of(4, 2, 3));
        assertThat(layer.weights(List.of(Shape.of(4, 6))).get(0).shape()).isEqualTo(Shape.of(6, 2, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc,cd     | [null,2]   | d  | another form than",
                "abc,cd->abd | [null,2]  | e  | does not have all of the dimensions 'e'",
                "abc,cd->abd | [5,2]     | d  | whose dimension 'b' should be 4",
                "abc,cd->abd | [null,null] | d | whose dimension 'd' should be a number",
                "abc,cd->abd | [2]       | d  | has an output of the dimensions 'bd'",
                "ab,bc->ac  | [2]        | c  | the input has 2 dimensions after the batch",
                "abc,bcd->abd | [null,2] | d  | in the input, the kernel and the output",
                "abc,ac->bc | [null,2]   | c  | the batch, must be that of the output alone",
                "abb,bd->abd | [null,2]  | d  | names a dimension twice",
                "abc,cd->abd | [null,2.5] | d | expected a whole number or null"
            })
    void anEquationThatDoesNotFitIsRefused(String equation, String shape, String biasAxes, String problem) {
        assertThatThrownBy(() -> read("\"" + equation + "\"", shape, "\"" + biasAxes + "\"")
                        .weights(List.of(Shape.of(4, 6))))
                .hasMessageContaining(problem);
    }

    private static Layer read(String equation, String shape, String biasAxes) throws IOException {
        String config = "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"model\",\"layers\":[{\"class_name\":"
                + "\"InputLayer\",\"config\":{\"name\":\"a\",\"batch_input_shape\":[null,4,6],\"dtype\":\"float32\"}},"
                + "{\"class_name\":\"EinsumDense\",\"config\":{\"name\":\"op\",\"equation\":" + equation
                + ",\"output_shape\":" + shape + ",\"bias_axes\":" + biasAxes
                + ",\"activation\":\"linear\",\"lora_rank\":null,\"kernel_initializer\":\"glorot_uniform\"}}]}}";
        return ModelConfigReader.read(Path.of("some.h5"), new JsonMapper().readTree(config), KerasReader.standard())
                .nodes()
                .get(1)
                .layer();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations on the shape of an input a of shape (4, 6): b, t and c are its dimensions. */
class KnownOutputsTest {
    private static final Path FILE = Path.of("some.h5");
    private static final String DIMENSIONS =
            op("shape", "s", "a", "{}") + dimension("b", 0) + dimension("t", 1) + dimension("c", 2);

    private static final String POSITIONS = op("range", "p", "t", "{}")
            + ",{\"class_name\":\"Embedding\",\"name\":\"e\",\"config\":{\"name\":\"e\",\"input_dim\":4,"
            + "\"output_dim\":6},\"inbound_nodes\":[[[\"p\",0,0,{}]]]}";

    @Test
    void whatDependsOnShapesAloneIsNoLayer() throws IOException {
        String half = op("math.floordiv", "n", "c", "{\"y\":2}");
        String reshape = op("reshape", "y", "a", "{\"shape\":[[\"b\",0,0],-1,[\"n\",0,0]]}");

        KerasArchitecture read = read(DIMENSIONS + half + reshape);

        assertThat(read.nodes()).extracting(Node::name).containsExactly("a", "y");
        assertThat(layer(read, "y")).isEqualTo(new Reshape(List.of(8, 3)));
    }

    @Test
    void allDimensionsComeFromUnstackAtOnce() throws IOException {
        String parts = op("unstack", "u", "s", "{\"num\":3,\"axis\":0}");
        String reshape = op("reshape", "y", "a", "{\"shape\":[[\"u\",0,0],[\"u\",0,2],[\"u\",0,1]]}");

        assertThat(layer(read(DIMENSIONS + parts + reshape), "y")).isEqualTo(new Reshape(List.of(6, 4)));
    }

    @Test
    void aDimensionIsANumberAmongValues() throws IOException {
        String cast = op("cast", "f", "t", "{\"dtype\":\"float32\"}");
        String mean = op("math.divide", "y", "a", "{\"y\":[\"f\",0,0]}");

        assertThat(layer(read(DIMENSIONS + cast + mean), "y"))
                .isEqualTo(Arithmetic.with(Binary.DIVIDE, Tensor.of(Shape.of(), 4)));
    }

    @Test
    void layersBetweenReshapesWorkOnRows() throws IOException {
        String rows = op("math.multiply", "n", "b", "{\"y\":[\"t\",0,0]}")
                + op("reshape", "r", "a", "{\"shape\":[[\"n\",0,0],6]}");
        String dense =
                ",{\"class_name\":\"Dense\",\"name\":\"d\",\"config\":{\"name\":\"d\",\"units\":5,\"activation\":"
                        + "\"relu\",\"use_bias\":true},\"inbound_nodes\":[[[\"r\",0,0,{}]]]}";
        String twice = op("math.multiply", "m", "d", "{\"y\":2.0}");
        String back = op("reshape", "y", "m", "{\"shape\":[[\"b\",0,0],[\"t\",0,0],5]}");

        KerasArchitecture read = read(DIMENSIONS + rows + dense + twice + back);

        assertThat(layer(read, "r")).isEqualTo(new Reshape(List.of(4, 6)));
        assertThat(layer(read, "d"))
                .isInstanceOfSatisfying(
                        TimeDistributed.class, each -> assertThat(each.layer()).isInstanceOf(Dense.class));
        assertThat(layer(read, "m")).isEqualTo(Arithmetic.with(Binary.MULTIPLY, Tensor.of(Shape.of(), 2)));
        assertThat(layer(read, "y")).isEqualTo(new Reshape(List.of(4, 5)));
    }

    @Test
    void aShapeHasItsDimensionsAsTheFileOrdersThem() throws IOException {
        String pool = ",{\"class_name\":\"MaxPooling1D\",\"name\":\"p\",\"config\":{\"name\":\"p\",\"pool_size\":[2],"
                + "\"strides\":[2],\"padding\":\"valid\",\"data_format\":\"channels_first\"},"
                + "\"inbound_nodes\":[[[\"a\",0,0,{}]]]}";
        String scaled =
                op("shape", "s", "p", "{}") + dimension("t", 1) + op("math.add", "y", "p", "{\"y\":[\"t\",0,0]}");

        assertThat(layer(read(pool + scaled), "y")).isEqualTo(Arithmetic.with(Binary.ADD, Tensor.of(Shape.of(), 4)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "math.add | b | {\"y\":1} | 'y' (TFOpLambda): computes 'add' with the number of examples in a batch",
                "math.multiply | b | {\"y\":[\"b\",0,0]} | computes 'multiply' with the number of examples",
                "math.sqrt | b | {} | computes 'sqrt' with the number of examples",
                "math.divide | a | {\"y\":[\"b\",0,0]} | one example would depend on how many others come with it",
                "tile | a | {\"multiples\":[[\"b\",0,0],1,1]} | one example would depend on how many others",
                "reshape | a | {\"shape\":[4,[\"b\",0,0],6]} | the shape [4,batch,6]; the number of examples in a batch",
                "reshape | a | {\"shape\":[[\"b\",0,0],5]} | reshapes 24 numbers for each example to [batch,5]",
                "reshape | a | {\"shape\":[-1,5]} | to [-1,5], which has no whole number of rows for each",
                "reshape | a | {\"shape\":[-1,[\"a\",0,0],2]} | the argument 'shape' is computed by a layer",
                "reshape | a | {\"shape\":[\"a\",0,0]} | the argument 'shape' is computed by a layer",
                "reshape | a | {\"shape\":[-1,6]} | output 'y' has 4 rows for each example",
                "broadcast_to | a | {\"shape\":[[\"b\",0,0],2,4,6]} | whose first dimension would not be the batch",
                "math.square | t | {} | output 'y' depends on shapes alone",
                "math.exp | t | {} | the operation 'exp' of numbers that depend on shapes alone is not supported",
                "random.normal | s | {} | draws random numbers whenever the model runs",
                "zeros | t | {\"dtype\":\"float32\"} | output 'y' depends on shapes alone",
                "__operators__.getitem | s | {\"slice_spec\":3} | takes number 3 of 3",
                "gather | s | {\"indices\":[5]} | takes number 5 of 3",
                "range | t | {\"delta\":0} | counts in steps of 0",
                "unstack | t | {} | takes numbers of 1 dimensions or more",
                "reshape | s | {\"shape\":[2,-1]} | reshapes 3 numbers to (2, 1)",
                "fill | t | {\"value\":[1,2]} | has the argument [1,2]; expected one number",
                "eye | t | {\"num_columns\":100000000} | at most 4194304 numbers",
                "math.reduce_sum | s | {\"keepdims\":true} | to several numbers"
            })
    void whatCannotBeIsRefused(String function, String input, String arguments, String problem) {
        String layers = DIMENSIONS + op(function, "y", input, arguments);

        assertThatThrownBy(() -> read(layers))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5", problem);
    }

    @Test
    void aLayerTakesNoShape() {
        String dense =
                ",{\"class_name\":\"Dense\",\"name\":\"y\",\"config\":{\"name\":\"y\",\"units\":5,\"activation\":"
                        + "\"relu\",\"use_bias\":true},\"inbound_nodes\":[[[\"s\",0,0,{}]]]}";

        assertThatThrownBy(() -> read(DIMENSIONS + dense))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'y' (Dense): takes the output of 's'", "[batch,4,6]");
    }

    @Test
    void anEmbeddingOfPositionsStandsUnderEachExample() throws IOException {
        String sum = op("math.add", "y", "a", "{\"y\":[\"e\",0,0]}");

        KerasArchitecture read = read(DIMENSIONS + POSITIONS + sum);

        assertThat(layer(read, "y")).isEqualTo(Arithmetic.of(Binary.ADD));
        assertThat(layer(read, "e")).isEqualTo(new Embedding(4, 6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reshape | {\"shape\":[[\"b\",0,0],24]} | reshapes a tensor without a batch, of shape [4, 6], to [batch,24]",
                "transpose | {\"perm\":[1,0]} | moves dimension 0",
                "math.square | {} | output 'y' depends on shapes alone",
                "expand_dims | {\"axis\":0} | output 'y' depends on shapes alone",
                "tile | {\"multiples\":[[\"b\",0,0],1]} | one example would depend on how many others"
            })
    void whatHasNoBatchStaysWithout(String function, String arguments, String problem) {
        String layers = DIMENSIONS + POSITIONS + op(function, "y", "e", arguments);

        assertThatThrownBy(() -> read(layers))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5", problem);
    }

    @Test
    void noPositionsAreNoInput() {
        String none = POSITIONS.replace("[[\"t\",0,0,{}]]", "[[\"t\",0,0,{\"limit\":0}]]");

        assertThatThrownBy(() -> read(DIMENSIONS + none + op("math.add", "y", "a", "{\"y\":[\"e\",0,0]}")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'e' (Embedding): takes the output of 'p'", "alone: []");
    }

    @Test
    void positionsDoNotStandUnderFewerDimensions() {
        String mean = op("math.reduce_mean", "m", "a", "{\"axis\":1}");
        String sum = op("math.add", "y", "m", "{\"y\":[\"e\",0,0]}");

        assertThatThrownBy(() -> read(DIMENSIONS + POSITIONS + mean + sum))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'y'", "different first dimensions");
    }

    @Test
    void rowsAndExamplesDoNotMix() {
        String rows = op("reshape", "r", "a", "{\"shape\":[-1,6]}");
        String sum = op("math.add", "y", "r", "{\"y\":[\"a\",0,0]}");

        assertThatThrownBy(() -> read(rows + sum))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'y'", "rows [4 for each example, 1 for each example]");
    }

    private static String dimension(String name, int index) {
        return op("__operators__.getitem", name, "s", "{\"slice_spec\":" + index + "}");
    }

    private static String op(String function, String name, String input, String arguments) {
        return ",{\"class_name\":\"TFOpLambda\",\"name\":\"" + name + "\",\"config\":{\"name\":\"" + name
                + "\",\"dtype\":\"float32\",\"function\":\"" + function + "\"},\"inbound_nodes\":[[\"" + input
                + "\",0,0," + arguments + "]]}";
    }

    private static Layer layer(KerasArchitecture read, String name) {
        return read.nodes().stream()
                .filter(node -> node.name().equals(name))
                .map(Node::layer)
                .findFirst()
                .orElseThrow();
    }

    private static KerasArchitecture read(String layers) throws IOException {
        String config = "{\"class_name\":\"Functional\",\"config\":{\"name\":\"model\",\"layers\":[{\"class_name\":"
                + "\"InputLayer\",\"name\":\"a\",\"config\":{\"name\":\"a\",\"batch_input_shape\":[null,4,6],"
                + "\"dtype\":\"float32\"},\"inbound_nodes\":[]}" + layers + "],\"input_layers\":[[\"a\",0,0]],"
                + "\"output_layers\":[[\"y\",0,0]]}}";
        return ModelConfigReader.read(FILE, new JsonMapper().readTree(config), KerasReader.standard());
    }
}

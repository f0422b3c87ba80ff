// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.Arithmetic;
import io.espalier.model.layer.function.ComposedFunction;
import io.espalier.model.layer.function.ComposedFunction.Function;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.Elementwise;
import io.espalier.model.layer.function.FloorDivision;
import io.espalier.model.layer.function.FullLike;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.function.IndexOf;
import io.espalier.model.layer.function.LogSoftmax;
import io.espalier.model.layer.function.LogSumExp;
import io.espalier.model.layer.function.Logical;
import io.espalier.model.layer.function.Logical.Connective;
import io.espalier.model.layer.function.MatrixProduct;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.Norm;
import io.espalier.model.layer.function.Norm.Order;
import io.espalier.model.layer.function.Reduce;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.ScaledSwish;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.function.Where;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that Keras puts into models as layers, on an input a of shape (4, 6). */
class OperationsTest {
    private static final Path FILE = Path.of("some.h5");
    private static final String A = "{\"class_name\":\"__keras_tensor__\",\"config\":{\"shape\":[null,4,6],"
            + "\"dtype\":\"float32\",\"keras_history\":[\"a\",0,0]}}";

    private static Tensor number(float value) {
        return Tensor.of(Shape.of(), value);
    }

    static Stream<Arguments> ofKeras2() {
        Slice.Part inner = new Slice.Part(OptionalInt.of(1), OptionalInt.of(-1), false);
        return Stream.of(
                arguments(
                        "math.add", "[\"a\",0,0,{\"y\":0.5,\"name\":null}]", Arithmetic.with(Binary.ADD, number(0.5f))),
                arguments("math.add", "[\"a\",0,0,{\"y\":[\"a\",0,0],\"name\":null}]", Arithmetic.of(Binary.ADD)),
                arguments(
                        "math.subtract",
                        "[\"_CONSTANT_VALUE\",-1,1.0,{\"y\":[\"a\",0,0],\"name\":null}]",
                        Arithmetic.with(Binary.SUBTRACT, number(1)).constantFirst(true)),
                arguments(
                        "math.truediv",
                        "[\"a\",0,0,{\"y\":[1,2,3,4,5,6],\"name\":null}]",
                        Arithmetic.with(Binary.DIVIDE, Tensor.of(Shape.of(6), 1, 2, 3, 4, 5, 6))),
                arguments("math.reduce_any", "[\"a\",0,0,{\"axis\":1}]", new AnyOrAll(false, List.of(0), false)),
                arguments(
                        "math.reduce_all",
                        "[\"a\",0,0,{\"axis\":[1,2],\"keepdims\":true}]",
                        new AnyOrAll(true, List.of(0, 1), true)),
                arguments("gather", "[\"a\",0,0,{\"indices\":[3,0,3],\"axis\":1}]", new TakeAlong(0, List.of(3, 0, 3))),
                arguments(
                        "gather",
                        "[\"a\",0,0,{\"indices\":2,\"axis\":-1,\"batch_dims\":0}]",
                        new Slice(List.of(Slice.Part.WHOLE, Slice.Part.only(2)))),
                arguments(
                        "roll",
                        "[\"a\",0,0,{\"shift\":[1,-2],\"axis\":[1,2]}]",
                        new RollAlong(List.of(1, -2), List.of(0, 1))),
                arguments(
                        "repeat",
                        "[\"a\",0,0,{\"repeats\":2,\"axis\":1}]",
                        new TakeAlong(0, List.of(0, 0, 1, 1, 2, 2, 3, 3))),
                arguments("math.sqrt", "[\"a\",0,0,{\"name\":null}]", new Elementwise(Unary.SQRT)),
                arguments("math.sin", "[\"a\",0,0,{}]", new Elementwise(Unary.SIN)),
                arguments("math.rint", "[\"a\",0,0,{}]", new Elementwise(Unary.ROUND)),
                arguments("math.log1p", "[\"a\",0,0,{}]", new ComposedFunction(Function.LOG1P)),
                arguments("math.pow", "[\"a\",0,0,{\"y\":0.5}]", new Elementwise(Unary.SQRT)),
                arguments("math.pow", "[\"a\",0,0,{\"y\":3.0}]", Arithmetic.with(Binary.POWER, number(3))),
                arguments(
                        "math.pow",
                        "[\"_CONSTANT_VALUE\",-1,2.0,{\"y\":[\"a\",0,0]}]",
                        Arithmetic.with(Binary.POWER, number(2)).constantFirst(true)),
                arguments(
                        "math.floordiv",
                        "[\"a\",0,0,{\"y\":2}]",
                        new FloorDivision(Arithmetic.with(Binary.DIVIDE, number(2)), false)),
                arguments(
                        "math.floormod",
                        "[\"a\",0,0,{\"y\":2}]",
                        new FloorDivision(Arithmetic.with(Binary.DIVIDE, number(2)), true)),
                arguments("math.greater", "[\"a\",0,0,{\"y\":0.5}]", Arithmetic.with(Binary.GREATER, number(0.5f))),
                arguments("math.less_equal", "[\"a\",0,0,{\"y\":[\"a\",0,0]}]", Arithmetic.of(Binary.LESS_EQUAL)),
                arguments(
                        "__operators__.ne", "[\"a\",0,0,{\"other\":1}]", Arithmetic.with(Binary.NOT_EQUAL, number(1))),
                arguments("math.logical_not", "[\"a\",0,0,{}]", new ComposedFunction(Function.IS_ZERO)),
                arguments("math.logical_and", "[\"a\",0,0,{\"y\":[\"a\",0,0]}]", new Logical(Connective.AND)),
                arguments("cast", "[\"a\",0,0,{\"dtype\":\"int32\"}]", new ComposedFunction(Function.TRUNCATE)),
                arguments("cast", "[\"a\",0,0,{\"dtype\":\"bool\"}]", new ComposedFunction(Function.IS_NOT_ZERO)),
                arguments(
                        "where",
                        "[\"a\",0,0,{\"x\":[\"a\",0,0],\"y\":0.5}]",
                        new Where(Optional.empty(), Optional.of(number(0.5f)))),
                arguments("zeros_like", "[\"a\",0,0,{\"dtype\":null,\"optimize\":true}]", new FullLike(false)),
                arguments("math.argmax", "[\"a\",0,0,{\"axis\":-1}]", new IndexOf(-1, false, false)),
                arguments("norm", "[\"a\",0,0,{\"ord\":1,\"axis\":2}]", new Norm(Order.SUM, List.of(1), false)),
                arguments(
                        "linalg.norm",
                        "[\"a\",0,0,{\"axis\":[1,2],\"keepdims\":true}]",
                        new Norm(Order.EUCLIDEAN, List.of(0, 1), true)),
                arguments("math.reduce_logsumexp", "[\"a\",0,0,{\"axis\":1}]", new LogSumExp(List.of(0), false)),
                arguments(
                        "math.reduce_prod",
                        "[\"a\",0,0,{\"axis\":[1]}]",
                        new Reduce(Reduction.PRODUCT, List.of(0), false)),
                arguments(
                        "math.add",
                        "[\"a\",0,0,{\"y\":[[[1,2,3,4,5,6]]]}]",
                        Arithmetic.with(Binary.ADD, Tensor.of(Shape.of(1, 6), 1, 2, 3, 4, 5, 6))),
                arguments("nn.relu6", "[\"a\",0,0,{}]", Activation.of(ActivationFunction.RELU6)),
                arguments("nn.silu", "[\"a\",0,0,{}]", Activation.of(ActivationFunction.SWISH)),
                arguments("nn.silu", "[\"a\",0,0,{\"beta\":1.702}]", new ScaledSwish(1.702f)),
                arguments("nn.elu", "[\"a\",0,0,{\"name\":\"e\"}]", Activation.of(ActivationFunction.ELU)),
                arguments("nn.leaky_relu", "[\"a\",0,0,{}]", new LeakyReLU(0.2f)),
                arguments("nn.leaky_relu", "[\"a\",0,0,{\"alpha\":0.1}]", new LeakyReLU(0.1f)),
                arguments("cast", "[\"a\",0,0,{\"dtype\":\"float32\"}]", new Identity()),
                arguments("nn.softmax", "[\"a\",0,0,{\"axis\":1}]", new SoftmaxAlong(0)),
                arguments("nn.softmax", "[\"a\",0,0,{\"axis\":-1}]", Activation.of(ActivationFunction.SOFTMAX)),
                arguments(
                        "math.reduce_mean",
                        "[\"a\",0,0,{\"axis\":[1,-1],\"keepdims\":true}]",
                        new Reduce(Reduction.MEAN, List.of(0, -1), true)),
                arguments("reshape", "[\"a\",0,0,{\"shape\":[-1,8,3]}]", new Reshape(List.of(8, 3))),
                arguments(
                        "__operators__.getitem",
                        "[\"a\",0,0,{\"slice_spec\":[{\"class_name\":\"__ellipsis__\"},null]}]",
                        new Reshape(List.of(4, 6, 1))),
                arguments(
                        "__operators__.getitem",
                        "[\"a\",0,0,{\"slice_spec\":[{\"class_name\":\"__ellipsis__\"},2]}]",
                        new Slice(List.of(Slice.Part.WHOLE, Slice.Part.only(2)))),
                arguments(
                        "split",
                        "[\"a\",0,0,{\"num_or_size_splits\":[1,5],\"axis\":-1}]",
                        new SplitAlong(-1, List.of(1, 5), false)),
                arguments(
                        "split",
                        "[\"a\",0,0,{\"num_or_size_splits\":2,\"axis\":2}]",
                        new SplitAlong(1, List.of(3, 3), false)),
                arguments("unstack", "[\"a\",0,0,{\"axis\":1}]", new SplitAlong(0, List.of(1, 1, 1, 1), true)),
                arguments("stack", "[[\"a\",0,0,{\"axis\":1}],[\"a\",0,0,{\"axis\":1}]]", new StackAlong(0)),
                arguments(
                        "linalg.matmul",
                        "[\"a\",0,0,{\"b\":[\"a\",0,0],\"transpose_a\":false,\"adjoint_b\":true}]",
                        new MatrixProduct(false, true)),
                arguments("tile", "[\"a\",0,0,{\"multiples\":[1,2,3]}]", new Tile(List.of(2, 3))),
                arguments("expand_dims", "[\"a\",0,0,{\"axis\":1}]", new Reshape(List.of(1, 4, 6))),
                arguments("expand_dims", "[\"a\",0,0,{\"axis\":-1}]", new Reshape(List.of(4, 6, 1))),
                arguments(
                        "pad",
                        "[\"a\",0,0,{\"paddings\":[[0,0],[1,2],[0,1]],\"mode\":\"SYMMETRIC\"}]",
                        new MirrorAround(List.of(1, 0), List.of(2, 1), true)),
                arguments(
                        "pad",
                        "[\"a\",0,0,{\"paddings\":[[0,0],[1,2],[0,1]],\"constant_values\":0.5}]",
                        new ConstantAround(List.of(1, 0), List.of(2, 1), 0.5f)),
                arguments("transpose", "[\"a\",0,0,{\"perm\":[0,2,1]}]", new Permute(List.of(1, 0))),
                arguments("concat", "[[\"a\",0,0,{\"axis\":-1}],[\"a\",0,0,{\"axis\":-1}]]", new Concatenate()),
                arguments("concat", "[[\"a\",0,0,{\"axis\":1}],[\"a\",0,0,{\"axis\":1}]]", new ConcatenateAlong(0)),
                arguments(
                        "__operators__.getitem",
                        "[\"a\",0,0,{\"slice_spec\":[{\"start\":null,\"stop\":null,\"step\":null},"
                                + "{\"start\":1,\"stop\":-1,\"step\":null},0]}]",
                        new Slice(List.of(inner, Slice.Part.only(0)))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("ofKeras2")
    void operationsOfKeras2AreLayers(String function, String call, Layer expected) throws IOException {
        String layer = "{\"class_name\":\"TFOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"trainable\":true,"
                + "\"dtype\":\"float32\",\"function\":\"" + function + "\"},\"inbound_nodes\":[" + call + "]}";

        assertThat(read(layer)).isEqualTo(expected);
    }

    static Stream<Arguments> ofKeras3() {
        return Stream.of(
                arguments("Add", "", A + "," + A, Arithmetic.of(Binary.ADD)),
                arguments("Multiply", "", A + ",2.0", Arithmetic.with(Binary.MULTIPLY, number(2))),
                arguments(
                        "TrueDivide",
                        "",
                        "1.0," + A,
                        Arithmetic.with(Binary.DIVIDE, number(1)).constantFirst(true)),
                arguments("Mean", ",\"axis\":[1],\"keepdims\":false", A, new Reduce(Reduction.MEAN, List.of(0), false)),
                arguments("Any", ",\"axis\":[1],\"keepdims\":false", A, new AnyOrAll(false, List.of(0), false)),
                arguments("All", ",\"axis\":[2],\"keepdims\":true", A, new AnyOrAll(true, List.of(1), true)),
                arguments("Swapaxes", ",\"axis1\":1,\"axis2\":-1", A, new Permute(List.of(1, 0))),
                arguments("Moveaxis", ",\"source\":[2],\"destination\":[1]", A, new Permute(List.of(1, 0))),
                arguments("Take", ",\"axis\":1", A + ",[-1,0]", new TakeAlong(0, List.of(3, 0))),
                arguments("Repeat", ",\"repeats\":[0,1,0,2],\"axis\":1", A, new TakeAlong(0, List.of(1, 3, 3))),
                arguments("Roll", ",\"shift\":1,\"axis\":2", A, new RollAlong(List.of(1), List.of(1))),
                arguments("Glu", ",\"axis\":-1", A, new Glu(-1)),
                arguments("Threshold", ",\"threshold_value\":1,\"value\":-2.0", A, new Threshold(1, -2)),
                arguments("Einsum", ",\"subscripts\":\"bij->bji\"", A, new Einsum("bij->bji", Optional.empty())),
                arguments(
                        "Einsum",
                        ",\"subscripts\":\"bij,bkj->bik\"",
                        A + "," + A,
                        new Einsum("bij,bkj->bik", Optional.empty())),
                arguments(
                        "Einsum",
                        ",\"subscripts\":\"i,bij->bj\"",
                        "[1,2,3,4]," + A,
                        new Einsum("bij,i->bj", Optional.of(Tensor.of(Shape.of(4), 1, 2, 3, 4)))),
                arguments("LogSoftmax", ",\"axis\":-1", A, new LogSoftmax(-1)),
                arguments("HardShrink", ",\"threshold\":0.5", A, Activation.of(ActivationFunction.HARD_SHRINK)),
                arguments("Squareplus", ",\"b\":4", A, Activation.of(ActivationFunction.SQUAREPLUS)),
                arguments("Floor", "", A, new Elementwise(Unary.FLOOR)),
                arguments("Round", ",\"decimals\":0", A, new Elementwise(Unary.ROUND)),
                arguments("Expm1", "", A, new ComposedFunction(Function.EXPM1)),
                arguments("FloorDivide", "", A + "," + A, new FloorDivision(Arithmetic.of(Binary.DIVIDE), false)),
                arguments("GreaterEqual", "", A + ",0", Arithmetic.with(Binary.GREATER_EQUAL, number(0))),
                arguments("LogicalOr", "", A + "," + A, new Logical(Connective.OR)),
                arguments("Where", "", A + "," + A + "," + A, Where.ofInputs()),
                arguments("Where", "", A + ",1.0," + A, new Where(Optional.of(number(1)), Optional.empty())),
                arguments("OnesLike", "", A, new FullLike(true)),
                arguments("Argmin", ",\"axis\":1,\"keepdims\":true", A, new IndexOf(0, true, true)),
                arguments("Prod", ",\"axis\":[2],\"keepdims\":true,\"dtype\":null", A, product()),
                arguments("Norm", ",\"ord\":null,\"axis\":-1,\"keepdims\":true", A, euclidean()),
                arguments("Elu", ",\"alpha\":0.5", A, new ELU(0.5f)),
                arguments("LeakyRelu", ",\"negative_slope\":0.1", A, new LeakyReLU(0.1f)),
                arguments("Cast", ",\"dtype\":\"float32\"", A, new Identity()),
                arguments(
                        "Split",
                        ",\"indices_or_sections\":[1,4],\"axis\":-1",
                        A,
                        new SplitAlong(-1, List.of(1, 3, 2), false)),
                arguments("Flip", ",\"axis\":[1]", A, new ReverseAlong(List.of(0))),
                arguments(
                        "Pad",
                        ",\"pad_width\":[[0,0],[1,2],[0,1]],\"mode\":\"reflect\"",
                        A,
                        new MirrorAround(List.of(1, 0), List.of(2, 1), false)),
                arguments("Reshape", ",\"newshape\":[-1,24]", A, new Reshape(List.of(24))),
                arguments("Transpose", ",\"axes\":[0,2,1]", A, new Permute(List.of(1, 0))),
                arguments("Sqrt", "", A, new Elementwise(Unary.SQRT)));
    }

    private static Layer product() {
        return new Reduce(Reduction.PRODUCT, List.of(1), true);
    }

    private static Layer euclidean() {
        return new Norm(Order.EUCLIDEAN, List.of(-1), true);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("ofKeras3")
    void operationsOfKeras3AreLayers(String className, String settings, String arguments, Layer expected)
            throws IOException {
        String layer = "{\"module\":\"keras.src.ops.numpy\",\"class_name\":\"" + className + "\",\"name\":\"op\","
                + "\"config\":{\"name\":\"op\"" + settings + "},\"registered_name\":\"" + className
                + "\",\"inbound_nodes\":[{\"args\":[" + arguments + "],\"kwargs\":{}}]}";

        assertThat(read(layer)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nn.relu6 | {\"slope\":0.1} | has the argument 'slope', 0.1",
                "math.add | {\"y\":1.0,\"scale\":2.0} | has the argument 'scale', 2.0",
                "math.reduce_sum | {\"axis\":1,\"where\":3} | has the argument 'where', 3",
                "transpose | {\"perm\":[0,2,1],\"conjugate\":true} | 'conjugate' is true",
                "cast | {\"dtype\":\"uint8\"} | casts to 'uint8'",
                "squareplus | {\"b\":3.0} | 'b' is 3.0; only 4.0 is supported",
                "round | {\"decimals\":2} | rounds to 2 decimals",
                "norm | {\"ord\":1,\"axis\":[1,2]} | 'ord' is 1 for matrices",
                "norm | {\"ord\":3,\"axis\":1} | 'ord' is 3; supported",
                "norm | {} | missing argument 'axis'",
                "where | {} | needs a tensor that says where",
                "math.argmax | {\"axis\":0} | that is the batch",
                "gather | {\"indices\":[0]} | names no axis",
                "gather | {\"indices\":[4],\"axis\":1} | takes elements [4] of a dimension of 4",
                "gather | {\"indices\":[\"a\",0,0],\"axis\":1} | at places that are computed",
                "gather | {\"indices\":[0],\"axis\":1,\"batch_dims\":1} | 'batch_dims' is 1",
                "roll | {\"shift\":1} | names no axis",
                "repeat | {\"repeats\":[1,2],\"axis\":1} | repeats 4 elements [1, 2] times",
                "swapaxes | {\"axis1\":0,\"axis2\":1} | that is the batch",
                "sparsemax | {} | it sorts each row",
                "einsum | {\"subscripts\":\"b1j->bj\"} | does not consist of letters",
                "einsum | {\"subscripts\":\"bij->ijb\"} | the batch, the first dimension",
                "einsum | {\"subscripts\":\"bii->bi\"} | names a dimension twice",
                "einsum | {\"subscripts\":\"bi->bi\"} | has 3 dimensions",
                "nn.l2_loss | {} | one example would depend on the others",
                "math.reduce_sum | {} | has no 'axis', so that it makes one number of a whole batch",
                "image.resize | {\"size\":[2,2],\"method\":\"lanczos3\"} | supported: bicubic, bilinear, nearest",
                "math.add | {\"y\":[[[1]],[[2]]]} | the first dimension of the input is the batch",
                "expand_dims | {\"axis\":-4} | adds dimension -4 to (None, 4, 6)",
                "expand_dims | {\"axis\":4} | adds dimension 4 to (None, 4, 6)",
                "expand_dims | {\"axis\":[]} | 'axis' is []; expected one dimension"
            })
    void anArgumentThatIsNotReadIsRefused(String function, String arguments, String problem) {
        String layer = "{\"class_name\":\"TFOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"function\":\""
                + function + "\"},\"inbound_nodes\":[[\"a\",0,0," + arguments + "]]}";

        assertThatThrownBy(() -> read(layer))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5: layer 'op'", problem);
    }

    @Test
    void anOperationThatIsNotKnownIsNamed() {
        String layer =
                "{\"class_name\":\"TFOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"dtype\":\"float32\","
                        + "\"function\":\"math.cumprod\"},\"inbound_nodes\":[[\"a\",0,0,{}]]}";

        assertThatThrownBy(() -> read(layer))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5", "'op'", "'cumprod' is not supported", "reduce_mean");
    }

    @Test
    void anEinsumWhoseTensorsKeras2LostIsRefused() {
        String layer =
                "{\"class_name\":\"TFOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"function\":\"einsum\"},"
                        + "\"inbound_nodes\":[[\"_CONSTANT_VALUE\",-1,\"bij,bjk->bik\",{}]]}";

        assertThatThrownBy(() -> read(layer)).hasMessageContaining("Keras 2 does not store the tensors");
    }

    @Test
    void anOperationWithoutATensorIsRefused() {
        String layer =
                "{\"class_name\":\"TFOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"function\":\"concat\"},"
                        + "\"inbound_nodes\":[]}";

        assertThatThrownBy(() -> read(layer))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("some.h5: layer 'op'", "expects one input or more");
    }

    @Test
    void thePartOfABatchIsRefused() {
        String layer = "{\"class_name\":\"SlicingOpLambda\",\"name\":\"op\",\"config\":{\"name\":\"op\",\"dtype\":"
                + "\"float32\",\"function\":\"__operators__.getitem\"},\"inbound_nodes\":[[\"a\",0,0,"
                + "{\"slice_spec\":[0]}]]}";

        assertThatThrownBy(() -> read(layer)).hasMessageContaining("slices the batch; its first slice must be ':'");
    }

    private static Layer read(String layer) throws IOException {
        String config = "{\"class_name\":\"Functional\",\"config\":{\"name\":\"model\",\"layers\":[{\"class_name\":"
                + "\"InputLayer\",\"name\":\"a\",\"config\":{\"name\":\"a\",\"batch_input_shape\":[null,4,6],"
                + "\"dtype\":\"float32\"},\"inbound_nodes\":[]}," + layer + "],\"input_layers\":[[\"a\",0,0]],"
                + "\"output_layers\":[[\"op\",0,0]]}}";
        KerasArchitecture read =
                ModelConfigReader.read(FILE, new JsonMapper().readTree(config), KerasReader.standard());
        return read.nodes().stream()
                .filter(node -> node.name().equals("op"))
                .map(Node::layer)
                .findFirst()
                .orElseThrow();
    }
}

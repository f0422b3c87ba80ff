// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.espalier.model.ModelFormatException;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.tensorflow.ProtoOutput;
import io.espalier.model.tensorflow.TensorShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written field by field, by the numbers of onnx.proto. */
class OnnxFileTest {
    @TempDir
    private Path folder;

    /** A file with an input of shape (N, 3, 8, 8), and a convolution of it with a kernel of float32 and a bias. */
    private static ByteString model() {
        return ProtoOutput.message(model -> model.whole(1, 8)
                .text(2, "pytorch")
                .text(3, "2.1")
                .message(
                        7,
                        graph -> graph.message(
                                        1,
                                        node -> node.text(1, "x")
                                                .text(1, "w")
                                                .text(1, "b")
                                                .text(2, "y")
                                                .text(3, "conv")
                                                .text(4, "Conv")
                                                .message(
                                                        5,
                                                        attribute -> attribute
                                                                .text(1, "kernel_shape")
                                                                .whole(8, 3)
                                                                .whole(8, 3)
                                                                .whole(20, 7))
                                                .message(
                                                        5,
                                                        attribute -> attribute
                                                                .text(1, "auto_pad")
                                                                .text(4, "SAME_UPPER")
                                                                .whole(20, 3)))
                                .text(2, "net")
                                .message(
                                        5,
                                        tensor -> tensor.whole(1, 4)
                                                .whole(1, 3)
                                                .whole(1, 3)
                                                .whole(1, 3)
                                                .whole(2, 1)
                                                .text(8, "w")
                                                .bytes(9, ByteString.copyFrom(new byte[4 * 4 * 27])))
                                .message(
                                        5,
                                        tensor -> tensor.whole(1, 4)
                                                .whole(2, 3)
                                                .text(8, "b")
                                                .whole(5, -1)
                                                .whole(5, 2)
                                                .whole(5, 3)
                                                .whole(5, 4))
                                .message(
                                        11,
                                        value -> value.text(1, "x")
                                                .message(
                                                        2,
                                                        type -> type.message(
                                                                1,
                                                                tensor -> tensor.whole(1, 1)
                                                                        .message(
                                                                                2,
                                                                                shape -> shape.message(
                                                                                                1,
                                                                                                size -> size.text(
                                                                                                        2, "N"))
                                                                                        .message(
                                                                                                1,
                                                                                                size -> size.whole(
                                                                                                        1, 3))
                                                                                        .message(
                                                                                                1,
                                                                                                size -> size.whole(
                                                                                                        1, 8))
                                                                                        .message(
                                                                                                1,
                                                                                                size -> size.whole(
                                                                                                        1, 8))))))
                                .message(12, value -> value.text(1, "y")))
                .message(8, set -> set.whole(2, 17)));
    }

    private Path write(ByteString bytes) throws IOException {
        return Files.write(folder.resolve("net.onnx"), bytes.toByteArray());
    }

    @Test
    void aGraphIsReadWithShapesConstantsAndAttributes() throws IOException {
        OnnxModel model = OnnxFile.read(write(model()));

        assertThat(model.irVersion()).isEqualTo(8);
        assertThat(model.producer()).isEqualTo("pytorch 2.1");
        assertThat(model.operatorSets()).containsEntry("ai.onnx", 17L);
        assertThat(model.graph().inputs())
                .containsExactly(new Value("x", OnnxType.FLOAT32, TensorShape.of(-1, 3, 8, 8)));
        assertThat(model.graph().outputs()).containsExactly(new Value("y", OnnxType.UNKNOWN, TensorShape.UNKNOWN));
        OnnxNode node = model.graph().nodes().get(0);
        assertThat(node.operator()).isEqualTo("Conv");
        assertThat(node.inputs()).containsExactly("x", "w", "b");
        assertThat(node.attributes())
                .containsEntry("kernel_shape", "[3, 3]")
                .containsEntry("auto_pad", "\"SAME_UPPER\"");
        assertThat(model.graph().constants())
                .extracting(OnnxModel.Constant::value)
                .extracting(Value::shape)
                .isEqualTo(List.of(TensorShape.of(4, 3, 3, 3), TensorShape.of(4)));
        assertThat(model.graph().constants().get(0).bytes().remaining()).isEqualTo(432);
    }

    @Test
    void numbersThatAreNarrowerThanTheirFieldTakeTheirOwnBytes() throws IOException {
        ByteBuffer bias =
                OnnxFile.read(write(model())).graph().constants().get(1).bytes();

        assertThat(bias.remaining()).isEqualTo(4);
        assertThat(bias.order(ByteOrder.LITTLE_ENDIAN).get(0)).isEqualTo((byte) -1);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        Path cut = write(model().substring(0, 40));

        for (Path file : List.of(text, empty, cut, folder)) {
            assertThatExceptionOfType(ModelFormatException.class)
                    .isThrownBy(() -> OnnxFile.read(file))
                    .withMessageStartingWith(file.toString());
        }
    }
}

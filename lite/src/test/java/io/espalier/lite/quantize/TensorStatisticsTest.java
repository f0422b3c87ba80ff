// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.flatbuffers.Table;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.ValueRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorStatisticsTest {
    private static final String NAME = "TFLITE_METADATA";

    @Test
    void statisticsAreThoseOfTheNewTypesAndNormalizationStays() {
        byte[] before = metadata(false);

        Fields root = Fields.root(quantized(before, BoundaryType.UINT8, BoundaryType.INT8));

        Fields subgraph = root.tables(3).get(0);
        Fields input = subgraph.tables(2).get(0);
        Fields output = subgraph.tables(3).get(0);
        assertThat(input.table(5).floats(0)).containsExactly(255, 255, 255);
        assertThat(input.table(5).floats(1)).containsExactly(0, 0, 0);
        assertThat(output.table(5).floats(0)).containsExactly(127);
        assertThat(output.table(5).floats(1)).containsExactly(-128);
        Fields normalization = input.tables(4).get(0).table(1);
        assertThat(normalization.floats(0)).containsExactly(127.5f);
        assertThat(normalization.floats(1)).containsExactly(127.5f);
        assertThat(input.text(0)).isEqualTo("image");
        assertThat(output.text(0)).isEqualTo("probability");
        assertThat(root.text(0)).isEqualTo("classifier");
    }

    @Test
    void aTensorThatStaysFloatKeepsItsStatisticsThoughItShareThem() {
        Fields root = Fields.root(quantized(metadata(true), BoundaryType.FLOAT32, BoundaryType.UINT8));

        Fields subgraph = root.tables(3).get(0);
        assertThat(subgraph.tables(2).get(0).table(5).floats(0)).containsExactly(1, 1, 1);
        assertThat(subgraph.tables(3).get(0).table(5).floats(0)).containsExactly(255, 255, 255);
    }

    @Test
    void metadataOfAFloatModelOrOfAnotherKindStayAsTheyAre() {
        byte[] before = metadata(false);
        byte[] unknown = before.clone();
        unknown[7] = '9';

        assertThat(quantized(before, BoundaryType.FLOAT32, BoundaryType.FLOAT32))
                .isEqualTo(before);
        assertThat(quantized(unknown, BoundaryType.UINT8, BoundaryType.UINT8)).isEqualTo(unknown);
    }

    /** Wherever metadata are damaged, they are kept or changed, and nothing is thrown. */
    @Test
    void damagedMetadataEndNothing() {
        byte[] before = metadata(false);
        for (int place = 8; place < before.length; place++) {
            byte[] damaged = before.clone();
            damaged[place] ^= (byte) 0xff;

            assertThat(quantized(damaged, BoundaryType.UINT8, BoundaryType.INT8))
                    .hasSizeGreaterThanOrEqualTo(before.length);
        }
        byte[] half = Arrays.copyOf(before, before.length / 2);
        assertThat(quantized(half, BoundaryType.UINT8, BoundaryType.INT8)).isNotEmpty();
    }

    private static byte[] quantized(byte[] metadata, BoundaryType input, BoundaryType output) {
        Graph graph = Converter.convert(
                        Model.sequential().input(3).add(Dense.of(2)).build(1))
                .withMetadata(new Metadata(NAME, Buffer.ofBytes(metadata)));
        Map<String, ValueRange> ranges = new HashMap<>();
        graph.main().tensors().forEach(tensor -> ranges.put(tensor.name(), new ValueRange(-1, 1)));
        Graph quantized = Quantizer.of(Recipe.named("int8").withInputType(input).withOutputType(output))
                .withCalibration(new TensorRanges(ranges))
                .quantize(graph);
        return quantized.metadata(NAME).orElseThrow().buffer().toBytes();
    }

    /** A model of an image and probabilities, as Google's writers describe it; input and output may refer to the same statistics. */
    private static byte[] metadata(boolean shared) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int normalization = table(builder, 2, 0, floats(builder, 127.5f), 1, floats(builder, 127.5f));
        builder.startTable(2);
        builder.addByte(0, (byte) 1, 0);
        builder.addOffset(1, normalization, 0);
        int unit = builder.endTable();
        int ofInput = table(builder, 2, 0, floats(builder, 1, 1, 1), 1, floats(builder, -1, -1, -1));
        int ofOutput = shared ? ofInput : table(builder, 2, 0, floats(builder, 1), 1, floats(builder, 0));
        int units = builder.createVectorOfTables(new int[] {unit});
        int input = table(builder, 7, 0, builder.createString("image"), 4, units, 5, ofInput);
        int output = table(builder, 7, 0, builder.createString("probability"), 5, ofOutput);
        int inputs = builder.createVectorOfTables(new int[] {input});
        int outputs = builder.createVectorOfTables(new int[] {output});
        int subgraph = table(builder, 7, 2, inputs, 3, outputs);
        int subgraphs = builder.createVectorOfTables(new int[] {subgraph});
        builder.finish(table(builder, 8, 0, builder.createString("classifier"), 3, subgraphs), "M001");
        return builder.sizedByteArray();
    }

    /** A table of offsets: slot, place, slot, place. */
    private static int table(FlatBufferBuilder builder, int slots, int... fields) {
        builder.startTable(slots);
        for (int i = 0; i < fields.length; i += 2) {
            builder.addOffset(fields[i], fields[i + 1], 0);
        }
        return builder.endTable();
    }

    private static int floats(FlatBufferBuilder builder, float... values) {
        builder.startVector(Float.BYTES, values.length, Float.BYTES);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addFloat(values[i]);
        }
        return builder.endVector();
    }

    /** Reads with the library of FlatBuffers what was written. */
    private static final class Fields extends Table {
        static Fields root(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            return at(buffer.getInt(0), buffer);
        }

        private static Fields at(int place, ByteBuffer buffer) {
            Fields fields = new Fields();
            fields.__reset(place, buffer);
            return fields;
        }

        private int place(int slot) {
            return bb_pos + __offset(4 + 2 * slot);
        }

        String text(int slot) {
            return __string(place(slot));
        }

        Fields table(int slot) {
            return at(__indirect(place(slot)), bb);
        }

        List<Fields> tables(int slot) {
            List<Fields> tables = new ArrayList<>();
            int start = __vector(__offset(4 + 2 * slot));
            for (int i = 0; i < __vector_len(__offset(4 + 2 * slot)); i++) {
                tables.add(at(__indirect(start + 4 * i), bb));
            }
            return tables;
        }

        float[] floats(int slot) {
            float[] values = new float[__vector_len(__offset(4 + 2 * slot))];
            int start = __vector(__offset(4 + 2 * slot));
            for (int i = 0; i < values.length; i++) {
                values[i] = bb.getFloat(start + 4 * i);
            }
            return values;
        }
    }
}

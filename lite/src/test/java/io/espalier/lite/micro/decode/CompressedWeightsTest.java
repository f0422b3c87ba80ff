// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.EspalierException;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.micro.decode.SmallNetworks.Network;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedWeightsTest {
    static Stream<Network> networks() {
        return SmallNetworks.all();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatIsReadBackIsIdenticalAndTheFileIsNeverLarger(Network network) {
        byte[] plain = GraphWriter.toBytes(network.graph());
        for (WeightForm form : WeightForm.values()) {
            CompressedWeights compressed = CompressedWeights.of(network.graph(), form);

            DecodedWeights decoded = DecodedWeights.read(compressed.file());

            assertThat(weights(decoded.graph())).as("%s", form).isEqualTo(weights(network.graph()));
            assertThat(compressed.file().size()).as("%s", form).isLessThanOrEqualTo(plain.length);
            // those that several operators read are decoded for each
            assertThat(stored(decoded.weights())).as("%s", form).isEqualTo(stored(compressed.weights()));
            assertThat(DecodedWeights.isIn(decoded.graph())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightForm.class,
            names = {"LUT", "LUT_METADATA", "BITMASK"})
    void largeWeightsOfFewValuesAreStoredInTheFormThatWasAskedFor(WeightForm form) {
        CompressedWeights compressed = CompressedWeights.of(large(), form);

        assertThat(compressed.weights())
                .extracting(StoredWeights::form)
                .containsOnly(form == WeightForm.BITMASK ? StoredWeights.PRUNED : StoredWeights.LOOK_UP);
        assertThat(compressed.isDecoded()).isEqualTo(form != WeightForm.LUT_METADATA);
    }

    @Test
    void theOperatorsThatDecodeAreSoundAndComeRightBeforeTheirReaders() {
        CompressedWeights compressed = CompressedWeights.of(large(), WeightForm.LUT);

        assertThat(compressed.graph().main().operators())
                .extracting(operator -> operator.code().name())
                .containsExactly("TFLM_DECODE", "FULLY_CONNECTED", "TFLM_DECODE", "FULLY_CONNECTED");
        assertThat(GraphVerifier.problems(compressed.graph())).isEmpty();
        assertThat(GraphReader.read(compressed.file().asByteBuffer())).isEqualTo(compressed.graph());
    }

    /** Kernels read 8 or 16 bytes at once. */
    @Test
    void whatIsDecodedIsAligned() {
        CompressedWeights compressed = CompressedWeights.of(large(), WeightForm.BITMASK);
        String file = new String(compressed.file().toBytes(), ISO_8859_1);

        for (Tensor tensor : compressed.graph().main().tensors()) {
            if (tensor.isConstant() && tensor.type() == TensorType.UINT8) {
                String data = new String(tensor.buffer().toBytes(), ISO_8859_1);
                assertThat(file.indexOf(data) % 16).as(tensor.name()).isZero();
            }
        }
    }

    @Test
    void onlyWhatSavesMoreThanItsCodeIsChosen() {
        Graph small = SmallNetworks.all().findFirst().orElseThrow().graph();

        assertThat(CompressedWeights.of(small, WeightForm.AUTO).weights())
                .allMatch(StoredWeights::isPlain)
                .extracting(StoredWeights::reason)
                .anyMatch(reason ->
                        reason.matches("decoding all weights would save \\d+ bytes, and its code takes 6320"));
        assertThat(CompressedWeights.of(large(), WeightForm.AUTO).weights()).noneMatch(StoredWeights::isPlain);
    }

    @Test
    void tooManyValuesAndLargerFormsStayPlainAndSayWhy() {
        Graph graph = Converter.convert(
                Model.sequential().input(64).add(Dense.of(64)).add(Dense.of(2)).build(1));

        assertThat(CompressedWeights.of(graph, WeightForm.LUT).weights())
                .extracting(StoredWeights::reason)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("they have more than 128 values"),
                        second -> assertThat(second).startsWith("decoding would take "));
    }

    @Test
    void damagedFilesAreRefusedByTheNameOfTheTensor() {
        for (WeightForm form : List.of(WeightForm.LUT, WeightForm.LUT_METADATA, WeightForm.BITMASK)) {
            byte[] sound = CompressedWeights.of(large(), form).file().toBytes();
            SplittableRandom random = new SplittableRandom(3);
            for (int i = 0; i < 300; i++) {
                byte[] damaged = sound.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    DecodedWeights.read(Buffer.ofBytes(damaged));
                } catch (EspalierException expected) {
                    assertThat(expected.getMessage()).isNotEmpty();
                }
            }
        }
        assertThatExceptionOfType(InvalidGraphException.class)
                .isThrownBy(() -> DecodeHeader.type(Buffer.ofBytes(new byte[16])))
                .withMessage("The header of DECODE has version 0.0; known is 1.1");
    }

    private static Graph large() {
        return SmallNetworks.largeDense();
    }

    private static Set<String> stored(List<StoredWeights> weights) {
        return weights.stream()
                .filter(each -> !each.isPlain())
                .map(each -> each.form() + " " + each.bits() + " " + each.plainBytes() + " " + each.bytes())
                .collect(Collectors.toSet());
    }

    /** The constants that each operator reads. */
    private static List<Buffer> weights(Graph graph) {
        List<Buffer> weights = new ArrayList<>();
        for (Operator operator : graph.main().operators()) {
            for (int place = 0; place < operator.inputs().size(); place++) {
                if (operator.hasInput(place)) {
                    weights.add(
                            graph.main().tensor(operator.inputs().get(place)).buffer());
                }
            }
        }
        return weights;
    }
}

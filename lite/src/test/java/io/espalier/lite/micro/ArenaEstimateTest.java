// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.micro.decode.CompressedWeights;
import io.espalier.lite.micro.decode.SmallNetworks;
import io.espalier.lite.micro.decode.SmallNetworks.Network;
import io.espalier.lite.micro.decode.WeightForm;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what TFLite Micro (90b983c) used on a Cortex-M4: arena_used_bytes, docs/microcontrollers.md. */
class ArenaEstimateTest {
    static Stream<Network> networks() {
        return SmallNetworks.all();
    }

    @Test
    void theLabsNetworksNeedWhatWasMeasured() {
        assertThat(arena(LabNetworks.of(true, 12))).as("int8").isEqualTo(11_220);
        assertThat(arena(LabNetworks.of(false, 12))).as("pcqat-int8").isEqualTo(11_124);
        assertThat(arena(LabNetworks.of(false, 6, 8))).as("smallest-int8").isEqualTo(6_372);
    }

    @Test
    void theLabsNetworksTakeTheFlashThatWasMeasured() {
        FlashEstimate flash = FlashEstimate.of(LabNetworks.of(true, 12), 23_040);

        assertThat(flash.bytes()).isEqualTo(55_952);
        assertThat(flash.cmsisNnBytes()).isEqualTo(62_832);
        assertThat(flash.unmeasured()).isEmpty();
    }

    /** RAM with TFLite Micro's own encoder was 24,144, of which 588 are not the arena. */
    @Test
    void decodedWeightsLieInTheArena() {
        Graph graph = LabNetworks.of(false, 12);

        CompressedWeights compressed = CompressedWeights.of(graph, WeightForm.LUT);

        assertThat(compressed.isDecoded()).isTrue();
        assertThat(arena(compressed.graph())).isBetween(23_400L, 24_144L - 588);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theArenaHoldsEverythingThatIsNeededAtOnce(Network network) {
        Subgraph main = network.graph().main();
        long greatest = main.operators().stream()
                .mapToLong(operator -> Stream.concat(
                                operator.inputs().stream().boxed(),
                                operator.outputs().stream().boxed())
                        .distinct()
                        .filter(tensor -> tensor >= 0)
                        .map(main::tensor)
                        .filter(tensor -> !tensor.isConstant())
                        .mapToLong(tensor -> tensor.type().bytes(tensor.elements()))
                        .sum())
                .max()
                .orElseThrow();

        ArenaEstimate arena = ArenaEstimate.of(network.graph());

        assertThat(arena.planned()).isGreaterThanOrEqualTo(greatest).isLessThan(4 * greatest + 4_000);
        assertThat(arena.persistent()).isGreaterThan(12L * main.tensors().size());
    }

    /** Two columns of 3 x 3 x 12 in 16 bits, beside what is alive; and an index in the data of three operators. */
    @Test
    void cmsisNnCopiesColumnsOfAnImage() {
        ArenaEstimate reference = ArenaEstimate.of(LabNetworks.of(true, 12, 20));
        ArenaEstimate cmsisNn = ArenaEstimate.withCmsisNn(LabNetworks.of(true, 12, 20));

        assertThat(reference.scratch()).isZero();
        assertThat(cmsisNn.scratch()).isEqualTo(2 * 2 * 3 * 3 * 12);
        assertThat(cmsisNn.persistent() - reference.persistent()).isBetween(48L, 64L);
    }

    @Test
    void aVariableLastsAndDoesNotCountAsAnActivation() {
        Graph graph = LabNetworks.of(false, 12);
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        tensors.add(Tensor.variable("state", TensorType.INT8, Ints.of(1_000)));
        Graph stateful = graph.withMain(graph.main().withTensors(tensors));

        ArenaEstimate plain = ArenaEstimate.of(graph);
        ArenaEstimate arena = ArenaEstimate.of(stateful);

        assertThat(arena.planned()).isEqualTo(plain.planned());
        assertThat(arena.persistent() - plain.persistent()).isBetween(1_000L, 1_040L);
    }

    @Test
    void aTinyModelNeedsRoomToPlan() {
        Graph tiny = graphOf(Tensor.activation("x", TensorType.INT8, Ints.of(1)));

        assertThat(ArenaEstimate.of(tiny).planned()).isGreaterThan(200);
    }

    private static Graph graphOf(Tensor tensor) {
        Tensor constant = Tensor.constant("c", TensorType.INT8, Ints.of(1), Buffer.ofBytes((byte) 1));
        Subgraph main = new Subgraph("main", List.of(tensor, constant), Ints.of(0), Ints.of(0), List.of());
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static long arena(Graph graph) {
        return ArenaEstimate.of(graph).bytes();
    }
}

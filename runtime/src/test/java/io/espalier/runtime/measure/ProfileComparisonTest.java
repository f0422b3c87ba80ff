// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile.KernelSet;
import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.ProfileComparison.Match;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileComparisonTest {
    @Test
    void operatorsFindTheirTwinsByTheNamesOfTheirOutputs() throws IOException {
        ProfileComparison comparison = ProfileComparison.run(
                TfliteModel.read(Golden.file("mobile_big/dynamic.tflite")),
                TfliteModel.read(Golden.file("mobile_big/float.tflite")),
                InterpreterOptions.DEFAULTS,
                1,
                4);

        assertThat(comparison.pairs()).hasSize(8).allSatisfy(pair -> {
            assertThat(pair.match()).isEqualTo(Match.NAME);
            assertThat(pair.operator().orElseThrow().name())
                    .isEqualTo(pair.twin().orElseThrow().name());
        });
        assertThat(comparison.profile().operators())
                .hasSameSizeAs(comparison.against().operators());
    }

    @Test
    void conversionsOfAnIntegerFileHaveNoTwinInFloat() throws IOException {
        ProfileComparison comparison = ProfileComparison.run(
                TfliteModel.read(Golden.file("mobile_big/int8_fio.tflite")),
                TfliteModel.read(Golden.file("mobile_big/float.tflite")),
                InterpreterOptions.DEFAULTS,
                1,
                4);

        assertThat(comparison.pairs())
                .filteredOn(pair -> pair.match() == Match.NONE)
                .extracting(pair -> pair.operator().orElseThrow().type())
                .containsExactly("QUANTIZE", "DEQUANTIZE");
    }

    @Test
    void namesOfFusedLayersFindATwinThatSharesOne() {
        List<Pair> pairs = TwinSearch.pairs(
                List.of(operator(0, "CONV_2D", "b/relu;b/conv", 5), operator(1, "CONV_2D", "a/relu;a/conv", 5)),
                List.of(operator(0, "CONV_2D", "a/conv", 1), operator(1, "CONV_2D", "b/conv", 2)));

        assertThat(pairs).extracting(pair -> pair.twin().orElseThrow().name()).containsExactly("b/conv", "a/conv");
    }

    @Test
    void withoutNamesInCommonTheTypeAndTheOrderDecide() {
        List<Pair> pairs = TwinSearch.pairs(
                List.of(operator(0, "CONV_2D", "x", 5), operator(1, "ADD", "y", 5), operator(2, "MUL", "z", 5)),
                List.of(operator(0, "ADD", "1", 1), operator(1, "CONV_2D", "2", 2), operator(2, "SUB", "3", 2)));

        assertThat(pairs).extracting(Pair::match).containsExactly(Match.TYPE, Match.TYPE, Match.NONE, Match.NONE);
        assertThat(pairs.get(0).twin().orElseThrow().name()).isEqualTo("2");
        assertThat(pairs.get(3).twin().orElseThrow().type()).isEqualTo("SUB");
    }

    @Test
    void onlyOperatorsThatCostARunSomethingCountAsSlower() {
        Operator slow = operator(0, "CONV_2D", "slow", 90);
        Operator quick = operator(1, "CONV_2D", "quick", 10);
        Operator tiny = operator(2, "ADD", "tiny", 0.5);
        Profile profile = profile(slow, quick, tiny);
        Profile against = profile(
                operator(0, "CONV_2D", "slow", 30), operator(1, "CONV_2D", "quick", 20), operator(2, "ADD", "tiny", 0));

        ProfileComparison comparison =
                new ProfileComparison(profile, against, 2, TwinSearch.pairs(profile.operators(), against.operators()));

        assertThat(comparison.slower())
                .extracting(pair -> pair.operator().orElseThrow())
                .containsExactly(slow);
        assertThat(comparison.pairs().get(0).ratio()).hasValue(3);
        assertThat(comparison.pairs().get(2).ratio()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0, false",
        "1.5, 0, false",
        "3, 2, false",
        "2, 1, false",
        "3, 0, true",
        "4, 2, true",
        "3, 1.5, true"
    })
    void whatXnnpackDropsMakesNoOperatorSlower(double micros, double twinMicros, boolean slower) {
        Profile profile = profile(xnnpack(0, micros), operator(1, "CONV_2D", "long", 100));
        Profile against = profile(xnnpack(0, twinMicros), operator(1, "CONV_2D", "long", 100));

        ProfileComparison comparison =
                new ProfileComparison(profile, against, 1, TwinSearch.pairs(profile.operators(), against.operators()));

        assertThat(comparison.slower()).hasSize(slower ? 1 : 0);
    }

    @Test
    void aTwinOfAnotherFixedShapeIsRefusedNamingBoth() throws IOException {
        TfliteModel model = TfliteModel.read(Golden.file("mobile_big/float.tflite"));
        TfliteModel other = TfliteModel.of("other", fixed(4, 32, 32, 3));

        assertThatThrownBy(() -> ProfileComparison.run(model, other, InterpreterOptions.DEFAULTS, 0, 1))
                .isInstanceOf(InterpreterException.class)
                .hasMessageStartingWith("other: takes other inputs than " + model.name())
                .hasMessageContaining("its input 'x' has the shape [4, 32, 32, 3], that of the other [1, 32, 32, 3]");
    }

    private static Graph fixed(int... shape) {
        Tensor x = Tensor.activation("x", TensorType.FLOAT32, Ints.of(shape));
        io.espalier.lite.Operator abs = io.espalier.lite.Operator.of(
                OperatorCode.of(BuiltinOperator.ABS, 1), Ints.of(0), Ints.of(1), Options.NONE);
        Subgraph main = new Subgraph("main", List.of(x, x.withName("y")), Ints.of(0), Ints.of(1), List.of(abs));
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static Operator xnnpack(int index, double micros) {
        return new Operator(
                "", index, "SOFTMAX", "s", KernelSet.XNNPACK, 1, List.of("Softmax"), micros, micros, 1, 400);
    }

    @Test
    void theCsvHasARowForEachOperatorAndItsTwin() throws IOException {
        Profile profile = profile(operator(0, "CONV_2D", "a, \"b\"", 90));
        Profile against = profile(operator(0, "CONV_2D", "a", 30), operator(1, "ADD", "c", 5));
        ProfileComparison comparison =
                new ProfileComparison(profile, against, 2, TwinSearch.pairs(profile.operators(), against.operators()));

        assertThat(profile.toCsv()).isEqualTo("""
                node type,first,avg_ms,%,cdf%,mem KB,times called,name,kernels,part,xnnpack operators,subgraph,index
                CONV_2D,0.090000,0.090000,100.000,100.000,0.400,1.00,"a, ""b\""",built-in,,,,0
                """);
        assertThat(comparison.toCsv().lines())
                .hasSize(3)
                .anyMatch(line -> line.endsWith(",0,CONV_2D,a,0.030000,3.000,type,slower"))
                .anyMatch(line -> line.endsWith(",ADD,c,0.005000,,none,"));
    }

    private static Operator operator(int index, String type, String name, double micros) {
        return new Operator("", index, type, name, KernelSet.BUILT_IN, 0, List.of(), micros, micros, 1, 400);
    }

    private static Profile profile(Operator... operators) {
        return new Profile("model", InterpreterOptions.DEFAULTS, 1, 100, 100, List.of(operators), List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Profile.KernelSet;
import io.espalier.runtime.measure.Profile.Part;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final InterpreterOptions PLAIN = InterpreterOptions.DEFAULTS.withXnnpack(false);

    @ParameterizedTest
    @ValueSource(strings = {"mobile_big/dynamic", "mobile_big/int8", "mnist_keras/float16", "mobile_qat/qat_fio"})
    void allOperatorsAreListedInTheOrderOfTheFileWhicheverKernelsRunThem(String file) throws IOException {
        TfliteModel model = model(file);
        List<String> types = model.graph().main().operators().stream()
                .map(operator -> operator.code().name())
                .toList();

        Profile withXnnpack = Profile.run(model, InterpreterOptions.DEFAULTS, 1, 4);
        Profile plain = Profile.run(model, PLAIN, 1, 4);

        assertThat(withXnnpack.operators()).extracting(Profile.Operator::type).containsExactlyElementsOf(types);
        assertThat(plain.operators()).extracting(Profile.Operator::type).containsExactlyElementsOf(types);
        assertThat(plain.operators()).allMatch(operator -> operator.kernelSet() == KernelSet.BUILT_IN);
        assertThat(plain.operators()).allMatch(operator -> operator.calls() == 1);
        assertThat(plain.parts()).isEmpty();
        assertThat(withXnnpack.runs()).isEqualTo(4);
    }

    @Test
    void thePartsThatXnnpackRunsAreCountedAndTheirOperatorsAreMarked() throws IOException {
        Profile profile = Profile.run(model("mobile_big/dynamic"), InterpreterOptions.DEFAULTS, 1, 4);

        assertThat(profile.parts()).extracting(Part::operators).containsExactly(List.of(0, 1), List.of(3, 4, 5, 6, 7));
        assertThat(profile.operators()).extracting(Profile.Operator::part).containsExactly(1, 1, 0, 2, 2, 2, 2, 2);
        assertThat(profile.operators().get(2).kernelSet()).isEqualTo(KernelSet.BUILT_IN);
        assertThat(profile.operators().get(2).type()).isEqualTo("DEPTHWISE_CONV_2D");
    }

    @Test
    void eachOperatorOfAPartHasTheKernelsThatXnnpackMadeOfIt() throws IOException {
        Profile profile = Profile.run(model("mobile_big/float"), InterpreterOptions.DEFAULTS, 1, 4);

        assertThat(profile.operators())
                .extracting(operator -> operator.kernels().get(0).split(" \\(")[0])
                .containsExactly(
                        "Convolution",
                        "Fully Connected",
                        "Convolution",
                        "Fully Connected",
                        "Add",
                        "Mean",
                        "Fully Connected",
                        "Softmax");
    }

    @Test
    void whatXnnpackComputesWhenItLoadsAModelHasVanished() throws IOException {
        Profile profile = Profile.run(model("mnist_keras/float16"), InterpreterOptions.DEFAULTS, 1, 4);

        assertThat(profile.operators())
                .filteredOn(Profile.Operator::vanished)
                .extracting(Profile.Operator::type)
                .containsOnly("DEQUANTIZE")
                .hasSize(4);
    }

    @Test
    void sharesOfOperatorsAndRestsMakeTheWhole() throws IOException {
        Profile profile = Profile.run(model("mobile_qat/qat_fio"), InterpreterOptions.DEFAULTS, 1, 8);

        double operators = profile.operators().stream()
                .mapToDouble(operator -> profile.share(operator.micros()))
                .sum();
        double rests = profile.parts().stream()
                .mapToDouble(part -> profile.share(part.restMicros()))
                .sum();
        assertThat(operators + rests).isCloseTo(1, within(1e-9));
        assertThat(profile.types().stream().mapToDouble(Profile.Type::micros).sum())
                .isCloseTo(
                        profile.operators().stream()
                                .mapToDouble(Profile.Operator::micros)
                                .sum(),
                        within(1e-6));
        assertThat(profile.types().stream().mapToInt(Profile.Type::count).sum())
                .isEqualTo(profile.operators().size());
    }

    @Test
    void aModelWithACustomOperatorIsRefusedByTheNameOfTheOperator() {
        Graph graph = new Graph(
                "",
                List.of(new Subgraph(
                        "main",
                        List.of(
                                Tensor.activation("x", TensorType.FLOAT32, Ints.of(4)),
                                Tensor.activation("y", TensorType.FLOAT32, Ints.of(4))),
                        Ints.of(0),
                        Ints.of(1),
                        List.of(Operator.of(OperatorCode.custom("MyKernel"), Ints.of(0), Ints.of(1), Options.NONE)))),
                List.of(),
                List.of());

        assertThatThrownBy(() -> Profile.run(TfliteModel.of("mine", graph), InterpreterOptions.DEFAULTS, 1, 1))
                .isInstanceOf(InterpreterException.class)
                .hasMessageStartingWith("mine: ")
                .hasMessageContaining("custom operators (MyKernel)");
    }

    private static TfliteModel model(String name) throws IOException {
        return TfliteModel.read(Golden.file(name + ".tflite"));
    }
}

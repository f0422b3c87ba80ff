// SPDX-License-Identifier: Apache-2.0
package io.espalier.generated;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import io.espalier.testing.rig.CModel;
import io.espalier.testing.rig.CmsisNn;
import io.espalier.testing.rig.Rig;
import io.espalier.testing.rig.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C that calls CMSIS-NN compiles, and answers what our own kernels answer that round twice. What is called stands in for CMSIS-NN, which cannot be had
 * from the registries that these tests use; with the property {@value CmsisNn#PROPERTY}, it is CMSIS-NN itself.
 */
@Tag("conformance")
class CmsisNnTest {
    private static final CSettings SETTINGS = CSettings.named("model").with(SumRounding.DOUBLE);

    @TempDir
    Path folder;

    private CmsisNn library;

    @BeforeEach
    void findTheLibrary() throws IOException {
        library = CmsisNn.forTests(folder);
    }

    @Test
    void digitsAreAnsweredOnEveryMachine() throws IOException {
        Graph model = GraphReader.read(Golden.file("mnist_softmax/int8.tflite"));

        answersAsOurOwnKernels(model, SETTINGS, 10, Toolchain.cpp(), Toolchain.sanitized());
        answersAsOurOwnKernels(
                model,
                SETTINGS.with(ArenaPlace.CALLER).with(Objective.SPEED),
                10,
                Toolchain.calledFromCpp(),
                Toolchain.cortexM4(),
                Toolchain.cortexM55());
    }

    @Test
    void ourOwnKernelsComputeTheRest() throws IOException {
        Graph model = GraphReader.read(Golden.file("mobile_big/int8.tflite"));

        assertThat(CExport.of(model, SETTINGS.with(Kernels.CMSIS_NN)).portable())
                .isNotEmpty();
        answersAsOurOwnKernels(model, SETTINGS, 2, Toolchain.sanitized());
    }

    @Test
    void networksOfMlperfTinyAreAnswered() throws IOException {
        for (String file : List.of(
                "keyword_spotting/trained_models/kws_ref_model.tflite",
                "image_classification/trained_models/pretrainedResnet_quant.tflite",
                "visual_wake_words/trained_models/vww_96_int8.tflite")) {
            Graph model = GraphReader.read(Assets.file("mlperf_tiny/" + file));
            answersAsOurOwnKernels(withAllOutputs(model), SETTINGS, 2, Toolchain.host());
        }
    }

    @Test
    void productsAreAnswered() throws IOException {
        Graph model = GraphReader.read(
                Assets.file("mlperf_tiny/image_classification/trained_models/pretrainedResnet_quant.tflite"));
        Subgraph main = model.main();
        List<Operator> operators = main.operators().stream()
                .map(operator -> operator.code().builtin() == BuiltinOperator.ADD ? product(operator) : operator)
                .toList();
        Graph products = model.withMain(main.withOperators(operators));

        assertThat(CExport.of(products, SETTINGS.with(Kernels.CMSIS_NN)).cmsisNn())
                .contains("MUL");
        answersAsOurOwnKernels(withAllOutputs(products), SETTINGS, 2, Toolchain.host());
    }

    private static Operator product(Operator sum) {
        return Operator.of(
                OperatorCode.of(BuiltinOperator.MUL, 1), sum.inputs(), sum.outputs(), Options.of(OptionsTable.MUL));
    }

    private void answersAsOurOwnKernels(Graph model, CSettings settings, int count, Toolchain... machines)
            throws IOException {
        CExport own = CExport.of(model, settings);
        CExport export = CExport.of(model, settings.with(Kernels.CMSIS_NN));
        List<byte[]> inputs = inputs(
                Math.toIntExact(
                        model.main().tensor(model.main().inputs().get(0)).elements()),
                count);
        List<byte[]> answers = Rig.run(Toolchain.host(), new CModel("model", own.header(), own.source()), inputs)
                .outputs();
        CModel generated = new CModel("model", export.header(), export.source());

        // The memory for Helium is tested by a definition too.
        List<String> defines =
                library.isStandIn() ? List.of("-DWITHOUT_HELIUM", "-DARM_MATH_MVEI") : List.of("-DWITHOUT_HELIUM");
        for (Toolchain machine : machines) {
            for (String define : defines) {
                assertThat(Rig.run(library.linked(machine, folder, define), generated, inputs)
                                .outputs())
                        .as(machine + " " + define)
                        .containsExactlyElementsOf(answers);
            }
        }
    }

    /** What each operator computes, not just the last one. */
    private static Graph withAllOutputs(Graph model) {
        Subgraph main = model.main();
        Ints outputs = Ints.of(main.operators().stream()
                .filter(operator -> operator.code().builtin() != BuiltinOperator.RESHAPE)
                .mapToInt(operator -> operator.outputs().get(0))
                .toArray());
        return model.withMain(main.with(main.tensors(), main.inputs(), outputs, main.operators()));
    }

    private static List<byte[]> inputs(int bytes, int count) {
        Random random = new Random(17);
        return Stream.generate(() -> new byte[bytes])
                .limit(count)
                .peek(random::nextBytes)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import io.espalier.model.layer.sequence.BidirectionalCall;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.EveryStep;
import io.espalier.model.layer.sequence.GivenMask;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.sequence.Masking;
import io.espalier.model.layer.sequence.MergedMask;
import io.espalier.model.layer.sequence.MergedMask.Rule;
import io.espalier.model.layer.sequence.RecurrentCall;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.tensor.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks of steps on their way through models, by the rules of Keras 2 and 3. */
class StepMasksTest {
    private static final Recurrence SEQUENCES = new Recurrence(true, false, 0, 0);

    @Test
    void attentionTakesTheMasksOfItsQueryAndItsValue() throws IOException {
        for (AttentionLayer layer : List.of(new Attention(false, 0), MultiHeadAttention.of(1, 2))) {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor query = graph.apply("e", new Embedding(3, 2), graph.input(4));
            SymbolicTensor value = graph.apply("f", new Embedding(3, 2), graph.input(5));
            String config = masked(graph.build(1, graph.apply("a", layer, query, value)));

            Node attention = node(read(config), "a");

            assertThat(attention.layer())
                    .isEqualTo(new AttentionCall(layer, false, List.of(Mask.QUERY_MASK, Mask.VALUE_MASK)));
            assertThat(attention.inputs()).containsExactly("e", "f", "e/mask", "f/mask");
        }
    }

    @Test
    void theMaskOfTheQueryGoesOnBehindAttention() throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor query = graph.apply("e", new Embedding(3, 2), graph.input(4));
        SymbolicTensor attended = graph.apply("a", new Attention(false, 0), query, graph.input(5, 2));
        String config = masked(graph.build(1, graph.apply("r", LSTM.of(2), attended)));

        assertThat(node(read(config), "r").inputs()).containsExactly("a", "e/mask");
    }

    @Test
    void keras2AndsTheMasksOfMergedInputsAndKeras3OrsThem() throws IOException {
        String config = merged(new Add(), true);

        assertThat(node(read(config), "c/mask").layer()).isEqualTo(new MergedMask(Rule.ALL));
        assertThat(node(read(ofKeras3(config)), "c/mask").layer()).isEqualTo(new MergedMask(Rule.ANY));
        assertThat(node(read(config), "c/mask").inputs()).containsExactly("e/mask", "f/mask");
    }

    @Test
    void anInputWithoutAMaskLeavesTheOthersItsMaskInKeras2AndNoneInKeras3() throws IOException {
        for (Layer layer : List.of(new Add(), new Concatenate())) {
            String config = merged(layer, false);

            assertThat(node(read(config), "r").inputs()).containsExactly("c", "e/mask");
            assertThat(node(read(ofKeras3(config)), "r").inputs()).containsExactly("c");
        }
    }

    @Test
    void masksOfInputsOneAfterTheOtherAreConcatenated() throws IOException {
        KerasArchitecture both = read(merged(new ConcatenateAlong(0), true));
        KerasArchitecture one = read(ofKeras3(merged(new ConcatenateAlong(0), false)));

        assertThat(node(both, "c/mask").layer()).isEqualTo(new MergedMask(Rule.JOINED));
        assertThat(node(one, "c/mask").inputs()).containsExactly("e/mask", "c/mask_1");
        assertThat(node(one, "c/mask_1").layer()).isEqualTo(new EveryStep());
    }

    @Test
    void aMergeThatFillsInPaddingIsRefused() {
        assertThatThrownBy(() -> read(ofKeras3(merged(new Maximum(), true))))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("'r' (LSTM)", "layer 'c' (Maximum) merges", "Keras 3 leaves out");
    }

    @Test
    void aMaskOfStepsBeforeASoftmaxIsRefused() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor vectors = graph.apply("e", new Embedding(3, 2), graph.input(4));
        String config = masked(graph.build(1, graph.apply("s", new Softmax(), vectors)));

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("'s' (Softmax)", "mask", "build the model without masks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "h5"})
    void masksThatCallsNameSurviveARoundTrip(String format, @TempDir Path folder) throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor vectors = graph.input(4, 3);
        SymbolicTensor seen = graph.input(4, 4);
        AttentionCall call = new AttentionCall(MultiHeadAttention.of(1, 2), true, List.of(Mask.ATTENTION_MASK));
        SymbolicTensor steps = graph.input(4);
        AttentionCall plain = new AttentionCall(new Attention(false, 0), false, List.of(Mask.VALUE_MASK));
        Model model = graph.build(
                1, graph.apply("a", call, vectors, vectors, seen), graph.apply("b", plain, vectors, vectors, steps));
        Path file = folder.resolve("model." + format);

        KerasFiles.write(model, null, file);

        assertThat(KerasFiles.read(file).nodes()).isEqualTo(model.nodes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[[\"input\",0,0,{\"mask\":[\"input_1\",0,0]}]]]",
                "[{\"args\":[X],\"kwargs\":{\"mask\":M}}]",
                "[{\"args\":[X,null,M],\"kwargs\":{}}]"
            })
    void aRecurrentLayerSkipsTheStepsOfAMaskThatItsCallNames(String calls) throws IOException {
        KerasArchitecture read = read(called(calls));

        assertThat(node(read, "r").layer())
                .isEqualTo(new RecurrentCall(LSTM.of(2).withRecurrence(SEQUENCES), true, false, false));
        assertThat(node(read, "r").inputs()).containsExactly("input", "input_1/given");
        assertThat(node(read, "input_1/given").layer()).isEqualTo(new GivenMask());
    }

    @Test
    void aMaskThatACallNamesComesBehindTheStates() throws IOException {
        String calls = "[[[\"input\",0,0,{\"mask\":[\"input_1\",0,0]}],[\"input_2\",0,0,{}],[\"input_2\",0,0,{}]]]";

        assertThat(node(read(called(calls.replace("{}", "{\"mask\":[\"input_1\",0,0]}"))), "r")
                        .inputs())
                .containsExactly("input", "input_2", "input_2", "input_1/given");
    }

    @Test
    void keras2PassesTheMaskOnThatACallNamesAndVersionsOfKeras3Differ() throws IOException {
        String config = called("[[[\"input\",0,0,{\"mask\":[\"input_1\",0,0]}]]]");

        assertThat(node(read(config), "s").inputs()).containsExactly("r", "input_1/given");
        assertThatThrownBy(() -> read(ofKeras3(config)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("'s' (GRU)", "the call of layer 'r' names its mask", "Keras 3");
    }

    @Test
    void aMaskThatALayerDoesNotTakeIsRefused() {
        String config = called("[[[\"input\",0,0,{\"mask\":[\"input_1\",0,0]}]]]")
                .replace("\"class_name\":\"LSTM\"", "\"class_name\":\"GlobalMaxPooling1D\"");

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(
                        "'r' (GlobalMaxPooling1D)", "called with arguments", "mask", "does not take them");
    }

    @Test
    void aMaskWithAnotherNumberOfStepsIsRefused() {
        String config = called("[[[\"input\",0,0,{\"mask\":[\"input_2\",0,0]}]]]");

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("'r' (LSTM)", "a mask of 2 steps");
    }

    /** Layers over a sequence, behind each other; the first is called like this. */
    private static String called(String calls) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(4, 3);
        SymbolicTensor mask = graph.input(4);
        SymbolicTensor state = graph.input(2);
        SymbolicTensor first = graph.apply("r", LSTM.of(2).withRecurrence(SEQUENCES), input);
        Model model = graph.build(1, graph.apply("s", GRU.of(2), first), mask, state);
        String named = calls.replace("X", tensor("input")).replace("M", tensor("input_1"));
        return new ModelConfigWriter(model).write().toString().replace("[[[\"input\",0,0,{}]]]", named);
    }

    private static String tensor(String name) {
        return "{\"class_name\":\"__keras_tensor__\",\"config\":{\"keras_history\":[\"" + name + "\",0,0]}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "h5"})
    void masksOfRecurrentLayersThatCallsNameSurviveARoundTrip(String format, @TempDir Path folder) throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor vectors = graph.input(4, 3);
        SymbolicTensor steps = graph.input(4);
        SymbolicTensor state = graph.input(2);
        SymbolicTensor mask = graph.apply("input_1/given", new GivenMask(), steps);
        RecurrentCall call = new RecurrentCall(GRU.of(2).withRecurrence(SEQUENCES), true, false, false);
        SymbolicTensor first = graph.apply("a", call, vectors, state, mask);
        BidirectionalCall both = new BidirectionalCall(Bidirectional.of(LSTM.of(2)), true, false, false);
        Model model = graph.build(1, graph.apply("b", both, first, mask));
        Path file = folder.resolve("model." + format);

        KerasFiles.write(model, null, file);

        assertThat(KerasFiles.read(file).nodes()).isEqualTo(model.nodes());
    }

    @Test
    void aSkippedStepOfConvolutionsInBothDirectionsIsZeroInKeras3Alone(@TempDir Path folder) throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor steps = graph.apply("m", new Masking(0), graph.input(4, 6));
        SymbolicTensor pictures = graph.apply("p", new TimeDistributed(Reshape.to(2, 3, 1)), steps);
        ConvLSTM2D there = new ConvLSTM2D(Conv2D.of(2, 1), ActivationFunction.SIGMOID, true, false, SEQUENCES);
        BidirectionalConvLstm both = new BidirectionalConvLstm(
                there, there.withRecurrence(new Recurrence(true, true, 0, 0)), Bidirectional.Merge.CONCAT);
        String config = new ModelConfigWriter(graph.build(1, graph.apply("b", both, pictures)))
                .write()
                .toString();

        for (boolean isKeras3 : List.of(false, true)) {
            Node node = node(read(isKeras3 ? ofKeras3(config) : config), "b");

            assertThat(node.layer()).isEqualTo(new BidirectionalConvLstmCall(both, true, isKeras3, false, false));
            FunctionalBuilder again = Model.functional();
            SymbolicTensor input = again.input(4, 2, 3, 1);
            Model model = again.build(1, again.apply("b", node.layer(), input, again.input(4, 1)));
            assertThatThrownBy(() -> KerasFiles.write(model, null, folder.resolve(isKeras3 ? "m.h5" : "m.keras")))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("'b' skips steps", "so write");
        }
    }

    @Test
    void aMaskThatIsPassedOnToAnAverageIsWrittenForKeras2Alone(@TempDir Path folder) throws IOException {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor vectors = graph.input(4, 3);
        SymbolicTensor mask = graph.apply("input_1/given", new GivenMask(), graph.input(4));
        RecurrentCall call = new RecurrentCall(GRU.of(2).withRecurrence(SEQUENCES), true, false, false);
        SymbolicTensor steps = graph.apply("a", call, vectors, mask);
        Model model = graph.build(1, graph.apply("b", new MaskedAverage(false), steps, mask));

        KerasFiles.write(model, null, folder.resolve("m.h5"));

        assertThat(KerasFiles.read(folder.resolve("m.h5")).nodes()).isEqualTo(model.nodes());
        assertThatThrownBy(() -> KerasFiles.write(model, null, folder.resolve("m.keras")))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("'b' uses the mask", "write an .h5 file");
    }

    @Test
    void aFileWhoseKerasMergesMasksOtherwiseIsNotWritten(@TempDir Path folder) throws IOException {
        for (Map.Entry<Rule, String> lost :
                Map.of(Rule.ALL, "m.keras", Rule.ANY, "m.h5").entrySet()) {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor steps = graph.input(4, 1);
            SymbolicTensor mask = graph.apply("c/mask", new MergedMask(lost.getKey()), steps, steps);
            Path file = folder.resolve(lost.getValue());

            assertThatThrownBy(() -> KerasFiles.write(graph.build(1, mask), null, file))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("'c/mask' merges different masks", "so write a");
            assertThat(file).doesNotExist();
        }
    }

    /** Two embeddings with masks, or one and an input without, merged before an LSTM. */
    private static String merged(Layer layer, boolean areBothMasked) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor one = graph.apply("e", new Embedding(3, 2), graph.input(4));
        SymbolicTensor other =
                areBothMasked ? graph.apply("f", new Embedding(3, 2), graph.input(4)) : graph.input(4, 2);
        return masked(graph.build(1, graph.apply("r", LSTM.of(2), graph.apply("c", layer, one, other))));
    }

    private static String masked(Model model) {
        return new ModelConfigWriter(model).write().toString().replace("\"mask_zero\":false", "\"mask_zero\":true");
    }

    private static String ofKeras3(String config) {
        return config.replace("\"batch_input_shape\"", "\"batch_shape\"");
    }

    private static Node node(KerasArchitecture read, String name) {
        return read.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static KerasArchitecture read(String config) throws IOException {
        return ModelConfigReader.read(Path.of("some.h5"), new JsonMapper().readTree(config), KerasReader.standard());
    }
}

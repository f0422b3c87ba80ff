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
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.AttentionLayer;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.layer.sequence.AttentionCall.Mask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls of attention layers say beside their query and value, as versions of Keras write it. */
class AttentionCallsTest {
    private static final MultiHeadAttention HEADS = MultiHeadAttention.of(2, 3);
    private static final Attention PLAIN = new Attention(false, 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[\"q\",0,0,{\"value\":[\"v\",0,0],\"use_causal_mask\":true}]]]",
                "[{\"args\":[Q,V],\"kwargs\":{\"use_causal_mask\":true}}]",
                "[{\"args\":[Q],\"kwargs\":{\"use_causal_mask\":1,\"value\":V,\"training\":false}}]",
                "[{\"args\":[Q,V,null,null,null,null,null,false,false,true],\"kwargs\":{}}]"
            })
    void headsAreCalledCausally(String calls) throws IOException {
        assertThat(last(HEADS, calls).layer()).isEqualTo(new AttentionCall(HEADS, true, List.of()));
        assertThat(last(HEADS, calls).inputs()).containsExactly("q", "v");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[\"q\",0,0,{\"use_causal_mask\":true}],[\"v\",0,0,{\"use_causal_mask\":true}]]]",
                "[{\"args\":[[Q,V]],\"kwargs\":{\"use_causal_mask\":true}}]"
            })
    void attentionIsCalledCausally(String calls) throws IOException {
        assertThat(last(PLAIN, calls).layer()).isEqualTo(new AttentionCall(PLAIN, true, List.of()));
        assertThat(last(PLAIN, calls).inputs()).containsExactly("q", "v");
    }

    @Test
    void aCausalLayerOfOlderVersionsIsCausal() throws IOException {
        String config = config(PLAIN).replace("\"score_mode\"", "\"causal\":true,\"score_mode\"");

        assertThat(last(config).layer()).isEqualTo(new AttentionCall(PLAIN, true, List.of()));
    }

    @Test
    void tensorsAreTakenByTheNamesOfTheirArguments() throws IOException {
        String calls = "[{\"args\":[Q],\"kwargs\":{\"attention_mask\":M,\"key\":K,\"value\":V}}]";

        assertThat(last(HEADS, calls).layer()).isEqualTo(new AttentionCall(HEADS, false, List.of(Mask.ATTENTION_MASK)));
        assertThat(last(HEADS, calls).inputs()).containsExactly("q", "v", "k", "m");
    }

    @Test
    void scoresAreASecondOutputWhereSomethingUsesThem() throws IOException {
        String calls = "[{\"args\":[Q,V],\"kwargs\":{\"return_attention_scores\":true}}]";
        String config = config(HEADS, calls);

        assertThat(last(HEADS, calls).layer()).isEqualTo(HEADS);
        assertThat(last(config.replace("[\"a\",0,0]", "[\"a\",0,1]")).layer())
                .isEqualTo(new AttentionCall(HEADS, false, List.of(), true));
        assertThat(read(config.replace("[\"a\",0,0]", "[\"a\",0,1]")).outputs()).contains("a/output_1");
    }

    @Test
    void aMaskMayBeLeftOutOfAList() throws IOException {
        String calls = "[{\"args\":[[Q,V]],\"kwargs\":{\"mask\":[null,M]}}]";

        assertThat(last(PLAIN, calls).layer()).isEqualTo(new AttentionCall(PLAIN, false, List.of(Mask.VALUE_MASK)));
        assertThat(last(PLAIN, calls).inputs()).containsExactly("q", "v", "m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"args\":[Q,V],\"kwargs\":{\"use_causal_mask\":3}}] | {\"use_causal_mask\":3}",
                "[{\"args\":[Q,V],\"kwargs\":{\"return_attention_scores\":3}}] | return_attention_scores",
                "[{\"args\":[Q,V],\"kwargs\":{\"attention_mask\":[[1,0]]}}] | attention_mask"
            })
    void otherArgumentsAreRefused(String calls, String named) {
        assertThatThrownBy(() -> last(HEADS, calls))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("layer 'a' (MultiHeadAttention)", "called with arguments", named);
    }

    private static String config(AttentionLayer layer) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor query = graph.input(4, 4);
        SymbolicTensor value = graph.input(4, 4);
        SymbolicTensor key = graph.input(4, 4);
        SymbolicTensor mask = graph.input(layer instanceof MultiHeadAttention ? new int[] {4, 4} : new int[] {4});
        Model model = graph.build(1, graph.apply("a", layer, query, value), key, mask);
        String config = new ModelConfigWriter(model).write().toString();
        return config.replace("\"input_1\"", "\"v\"")
                .replace("\"input_2\"", "\"k\"")
                .replace("\"input_3\"", "\"m\"")
                .replace("\"input\"", "\"q\"");
    }

    private static Node last(AttentionLayer layer, String calls) throws IOException {
        return last(config(layer, calls));
    }

    private static String config(AttentionLayer layer, String calls) {
        String named = calls;
        for (String tensor : List.of("q", "v", "k", "m")) {
            named = named.replaceAll(
                    "(?<=[\\[,:])" + tensor.toUpperCase(Locale.ROOT) + "(?=[\\],}])",
                    "{\"class_name\":\"__keras_tensor__\",\"config\":{\"keras_history\":[\"" + tensor + "\",0,0]}}");
        }
        String config = config(layer);
        int from = config.lastIndexOf("\"inbound_nodes\":");
        int to = config.indexOf("}],\"input_layers\"");
        return config.substring(0, from) + "\"inbound_nodes\":" + named + config.substring(to);
    }

    private static KerasArchitecture read(String config) throws IOException {
        return ModelConfigReader.read(Path.of("some.h5"), new JsonMapper().readTree(config), KerasReader.standard());
    }

    private static Node last(String config) throws IOException {
        return read(config).nodes().stream()
                .filter(node -> node.name().equals("a"))
                .findFirst()
                .orElseThrow();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.runtime.measure.Profile;
import io.espalier.runtime.measure.Profile.Operator;
import io.espalier.runtime.measure.ProfileComparison;
import io.espalier.runtime.measure.ProfileComparison.Pair;
import java.util.List;
import java.util.Locale;

/** Profiles for programs. */
final class ProfileJson {
    private ProfileJson() {}

    static ObjectNode of(Profile profile) {
        ObjectNode json = new JsonMapper().createObjectNode();
        json.put("model", profile.model());
        json.put("runs", profile.runs());
        json.put("latencyMicros", profile.latencyMicros());
        json.put("profiledLatencyMicros", profile.profiledLatencyMicros());
        json.put("sumMicros", profile.micros());
        ArrayNode operators = json.putArray("operators");
        profile.operators().forEach(operator -> add(operators.addObject(), profile, operator));
        ArrayNode types = json.putArray("types");
        profile.types()
                .forEach(type -> types.addObject()
                        .put("type", type.type())
                        .put("count", type.count())
                        .put("avgMicros", type.micros())
                        .put("share", profile.share(type.micros()))
                        .put("timesCalled", type.calls())
                        .put("outputBytes", type.outputBytes()));
        json.put("delegatedParts", profile.parts().size());
        ArrayNode parts = json.putArray("parts");
        profile.parts().forEach(part -> {
            ObjectNode node = parts.addObject()
                    .put("number", part.number())
                    .put("subgraph", part.subgraph())
                    .put("avgMicros", part.micros())
                    .put("restMicros", part.restMicros());
            ArrayNode held = node.putArray("operators");
            part.operators().forEach(held::add);
        });
        return json;
    }

    private static void add(ObjectNode json, Profile profile, Operator operator) {
        json.put("index", operator.index());
        json.put("subgraph", operator.subgraph());
        json.put("type", operator.type());
        json.put("name", operator.name());
        json.put("kernels", operator.kernelSet().label());
        json.put("part", operator.part() == 0 ? null : (Integer) operator.part());
        ArrayNode kernels = json.putArray("xnnpackOperators");
        operator.kernels().forEach(kernels::add);
        json.put("vanished", operator.vanished());
        json.put("firstMicros", operator.firstMicros());
        json.put("avgMicros", operator.micros());
        json.put("share", profile.share(operator.micros()));
        json.put("timesCalled", operator.calls());
        json.put("outputBytes", operator.outputBytes());
    }

    /** The second model's profile, and its operators beside those of the first. */
    static ObjectNode against(ProfileComparison comparison) {
        ObjectNode json = of(comparison.against());
        json.put("ratio", comparison.ratio());
        json.set("pairs", pairs(comparison.pairs()));
        json.set("slower", pairs(comparison.slower()));
        return json;
    }

    /** Operators and their twins. */
    static ArrayNode pairs(List<Pair> pairs) {
        ArrayNode json = new JsonMapper().createArrayNode();
        for (Pair pair : pairs) {
            ObjectNode node = json.addObject();
            node.put("type", pair.operator().map(Operator::type).orElse(null));
            node.put("index", pair.operator().map(Operator::index).orElse(null));
            node.put("name", pair.operator().map(Operator::name).orElse(null));
            node.put(
                    "kernels",
                    pair.operator()
                            .map(operator -> operator.kernelSet().label())
                            .orElse(null));
            node.put("avgMicros", pair.operator().map(Operator::micros).orElse(null));
            node.put("againstType", pair.twin().map(Operator::type).orElse(null));
            node.put("againstIndex", pair.twin().map(Operator::index).orElse(null));
            node.put("againstName", pair.twin().map(Operator::name).orElse(null));
            node.put("againstMicros", pair.twin().map(Operator::micros).orElse(null));
            node.put("ratio", pair.ratio().isPresent() ? (Double) pair.ratio().getAsDouble() : null);
            node.put("match", pair.match().name().toLowerCase(Locale.ROOT));
        }
        return json;
    }
}

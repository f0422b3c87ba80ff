// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.text;

import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import java.util.ArrayList;
import java.util.List;

/** How the function that runs the model is called. */
final class Signature {
    private Signature() {}

    /** Without a semicolon. */
    static String run(CSettings settings, Subgraph subgraph) {
        List<String> parameters = new ArrayList<>();
        if (settings.arena() == ArenaPlace.CALLER) {
            parameters.add("void *memory");
        }
        for (int position = 0; position < subgraph.inputs().size(); position++) {
            String type =
                    Places.type(subgraph.tensor(subgraph.inputs().get(position)).type());
            parameters.add("const " + type + " *" + Places.parameter("in", subgraph.inputs(), position));
        }
        for (int position = 0; position < subgraph.outputs().size(); position++) {
            String type = Places.type(
                    subgraph.tensor(subgraph.outputs().get(position)).type());
            parameters.add(type + " *" + Places.parameter("out", subgraph.outputs(), position));
        }
        return "int " + settings.name() + "_run(" + String.join(", ", parameters) + ")";
    }
}

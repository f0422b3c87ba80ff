// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Whether a model fits a board, for programs. */
final class FitJson {
    private FitJson() {}

    static ObjectNode of(BoardFit fit) {
        Board board = fit.board();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("board", board.name());
        json.put("title", board.title());
        json.put("core", board.core().name());
        board.clock().ifPresent(hertz -> json.put("clockHertz", hertz));
        json.put("fits", fit.fits());
        json.put("multiplyAccumulates", fit.work().macs());
        ObjectNode macs = json.putObject("multiplyAccumulatesByOperator");
        fit.work().macsByOperator().forEach(macs::put);
        ArrayNode ways = json.putArray("ways");
        fit.ways().forEach(way -> way(way, ways.addObject()));
        fit.advice().forEach(json.putArray("advice")::add);
        return json;
    }

    private static void way(Way way, ObjectNode json) {
        json.put("way", way.id());
        json.put("title", way.title());
        json.put("runs", way.runs());
        json.put("fits", way.fits());
        way.refusals().forEach(json.putArray("refusals")::add);
        ArrayNode memory = json.putArray("memory");
        way.demands().forEach(demand -> demand(demand, memory.addObject()));
        way.run().estimate().ifPresentOrElse(run -> run(run, json.putObject("run")), () -> json.putNull("run"));
        if (!way.run().reason().isEmpty()) {
            json.put("noEstimate", way.run().reason());
        }
        way.remarks().forEach(json.putArray("remarks")::add);
    }

    private static void demand(Demand demand, ObjectNode json) {
        json.put("memory", demand.memory());
        json.put("bytes", demand.bytes());
        json.put("available", demand.available());
        json.put("left", demand.left());
        json.put("estimated", demand.isEstimate());
        ArrayNode parts = json.putArray("parts");
        demand.parts()
                .forEach(part -> parts.addObject()
                        .put("what", part.what())
                        .put("bytes", part.bytes())
                        .put("estimated", part.isEstimate()));
    }

    private static void run(RunEstimate run, ObjectNode json) {
        json.put("kind", run.kind().name().toLowerCase(Locale.ROOT));
        run.instructions().ifPresent(count -> json.put("instructions", count));
        run.cycles().ifPresent(count -> json.put("cycles", count));
        json.put("milliseconds", run.milliseconds());
        run.basis().forEach(json.putArray("basis")::add);
    }
}

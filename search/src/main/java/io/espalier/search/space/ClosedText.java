// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.space;

import io.espalier.base.RecipeException;
import io.espalier.base.RecipeException.Mistake;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/** The text of a recipe whose choices are closed, and where its parts stand in the text of the space. */
final class ClosedText {
    private final String text;
    private final Map<Place, Place> origins = new HashMap<>();
    private final Place start;

    private record Place(int line, int column) {
        static Place of(Mark mark) {
            return new Place(mark.getLine() + 1, mark.getColumn() + 1);
        }
    }

    ClosedText(Node recipe) {
        StringWriter writer = new StringWriter();
        DumperOptions options = new DumperOptions();
        options.setWidth(Integer.MAX_VALUE);
        Serializer serializer = new Serializer(new Emitter(writer, options), new Resolver(), options, recipe.getTag());
        try {
            serializer.open();
            serializer.serialize(recipe);
            serializer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory can be written
        }
        this.text = writer.toString();
        this.start = Place.of(recipe.getStartMark());
        connect(new Yaml(new LoaderOptions()).compose(new StringReader(text)), recipe);
    }

    private void connect(Node written, Node original) {
        origins.putIfAbsent(Place.of(written.getStartMark()), Place.of(original.getStartMark()));
        if (written instanceof MappingNode some && original instanceof MappingNode others) {
            for (int place = 0; place < some.getValue().size(); place++) {
                NodeTuple one = some.getValue().get(place);
                NodeTuple other = others.getValue().get(place);
                origins.put(
                        Place.of(one.getKeyNode().getStartMark()),
                        Place.of(other.getKeyNode().getStartMark()));
                connect(one.getValueNode(), other.getValueNode());
            }
        }
        if (written instanceof SequenceNode some && original instanceof SequenceNode others) {
            for (int place = 0; place < some.getValue().size(); place++) {
                connect(some.getValue().get(place), others.getValue().get(place));
            }
        }
    }

    String text() {
        return text;
    }

    /** What is wrong with the recipe, at the places of the space. */
    List<Mistake> mistakes(RecipeException error) {
        List<Mistake> found = new ArrayList<>();
        for (Mistake mistake : error.mistakes()) {
            Place place = origins.getOrDefault(new Place(mistake.line(), mistake.column()), start);
            found.add(new Mistake(place.line(), place.column(), mistake.message()));
        }
        return found.isEmpty() ? List.of(new Mistake(start.line(), start.column(), error.getMessage())) : found;
    }
}

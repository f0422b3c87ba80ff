// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import io.espalier.base.internal.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A page of HTML in one file: style, scripts and data are in it, and its security policy forbids every request. It follows the reader's choice of
 * light or dark, fits 360 pixels and paper, and its text and tables are read without JavaScript.
 *
 * <pre>{@code
 * Page.titled("Model", "mobilenet.tflite")
 *     .with(new Section("graph", "Graph", markup, style, script))
 *     .write(file);
 * }</pre>
 */
public final class Page {
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:";

    private final String title;
    private final String about;
    private final List<Section> sections;
    private final Map<String, String> data;

    private Page(String title, String about, List<Section> sections, Map<String, String> data) {
        this.title = title;
        this.about = about;
        this.sections = List.copyOf(sections);
        this.data = new LinkedHashMap<>(data);
    }

    /**
     * A page without sections.
     *
     * @param title its heading, any text
     * @param about a sentence below the heading, any text; empty for none
     */
    public static Page titled(String title, String about) {
        return new Page(title, about, List.of(), Map.of());
    }

    /** The page with one more section, as its last. */
    public Page with(Section section) {
        List<Section> more = new ArrayList<>(sections);
        more.add(section);
        return new Page(title, about, more, data);
    }

    /** The page with data that its scripts read: the text of the element of that id is the JSON. */
    public Page withData(String id, String json) {
        Map<String, String> more = new LinkedHashMap<>(data);
        more.put(id, json);
        return new Page(title, about, sections, more);
    }

    /** The page's text, to be written in UTF-8. */
    public String toHtml() {
        StringBuilder page = new StringBuilder(1 << 16)
                .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(POLICY)
                .append("\">\n<link rel=\"icon\" href=\"data:,\">\n")
                .append(Html.element("title", title + " - Espalier").markup())
                .append("\n<style>\n")
                .append(Resource.text("page.css"));
        styles().forEach(style -> page.append(style).append('\n'));
        page.append("</style>\n</head>\n<body>\n").append(head().markup()).append("\n<main>\n");
        sections.forEach(section -> page.append(section.toHtml().markup()).append('\n'));
        page.append("</main>\n");
        data.forEach((id, json) -> page.append("<script type=\"application/json\" id=\"")
                .append(Html.escaped(id))
                .append("\">")
                .append(Json.embedded(json))
                .append("</script>\n"));
        scripts().forEach(script -> page.append("<script>\n").append(script).append("\n</script>\n"));
        return page.append("</body>\n</html>\n").toString();
    }

    /**
     * Writes the page to a file, completely or not at all.
     *
     * @throws IOException if it cannot be written; nothing is there then but what was
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, toHtml().getBytes(StandardCharsets.UTF_8));
    }

    private Html head() {
        Html button = Html.element(
                "button", Html.attributes("type", "button", "id", "theme", "hidden", ""), Html.text("Dark"));
        Html sentence = about.isEmpty() ? Html.EMPTY : Html.element("p", about);
        return Html.element(
                "header",
                Html.of(Html.element("div", Html.of(Html.element("h1", title), sentence)), button, contents()));
    }

    private Html contents() {
        List<Html> links = sections.stream()
                .filter(section -> !section.title().isEmpty())
                .map(section ->
                        Html.element("a", Html.attributes("href", "#" + section.id()), Html.text(section.title())))
                .toList();
        return links.size() < 2
                ? Html.EMPTY
                : Html.element("nav", Html.attributes("aria-label", "Sections"), Html.of(links));
    }

    private Set<String> styles() {
        Set<String> styles = new LinkedHashSet<>();
        sections.stream().map(Section::style).filter(style -> !style.isEmpty()).forEach(styles::add);
        return styles;
    }

    private List<String> scripts() {
        List<String> scripts = new ArrayList<>();
        if (sections.stream().anyMatch(section -> Chart.isIn(section.body()))) {
            scripts.add(Resource.text(Resource.VEGA));
            scripts.add(Resource.text(Resource.VEGA_LITE));
        }
        scripts.add(Resource.text("page.js"));
        sections.stream()
                .map(Section::script)
                .filter(script -> !script.isEmpty())
                .distinct()
                .forEach(script -> scripts.add("(() => {\n" + script + "\n})();"));
        return scripts;
    }
}

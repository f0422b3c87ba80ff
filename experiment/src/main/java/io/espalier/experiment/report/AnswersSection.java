// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;

import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.report.ReportDetails.Answers;
import io.espalier.experiment.report.ReportDetails.Changed;
import io.espalier.experiment.report.ReportDetails.FileDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which classes each file confuses, and which examples changed their class. */
final class AnswersSection {
    private static final int MOST_FILES = 40;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    /** Anything else would be no picture, or fetch one, or end the style sheet. */
    private static final Pattern PICTURE = Pattern.compile("data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*");

    private final Report report;

    AnswersSection(Report report) {
        this.report = report;
    }

    Optional<Section> section() {
        ReportDetails details = report.details();
        String baseline = report.variants().get(0).name();
        Optional<Answers> first = details == null ? Optional.empty() : answers(details, baseline);
        if (details == null || first.isEmpty()) {
            return Optional.empty();
        }
        List<Html> parts = new ArrayList<>();
        List<Html> matrices = new ArrayList<>();
        matrix(details, baseline, first.get()).ifPresent(matrices::add);
        Optional<String> shown = ReportPage.shown(report).map(Variant::name).filter(name -> !name.equals(baseline));
        shown.ifPresent(name -> answers(details, name)
                .flatMap(answers -> matrix(details, name, answers))
                .ifPresent(matrices::add));
        parts.add(Html.element("div", Html.attributes("class", "charts"), Html.of(matrices)));
        shown.ifPresent(
                name -> answers(details, name).ifPresent(answers -> parts.add(changed(details, name, answers))));
        parts.add(changes(details, baseline).toHtml());
        List<String> others = details.files().keySet().stream()
                .filter(name -> !name.equals(baseline) && !shown.equals(Optional.of(name)))
                .toList();
        if (!others.isEmpty()) {
            parts.add(Html.element(
                    "details", Html.of(Html.element("summary", "The other files in detail"), others(details, others))));
        }
        return Optional.of(new Section("answers", "Answers", Html.of(parts), pictures(details), ""));
    }

    private DataTable changes(ReportDetails details, String baseline) {
        List<Row> rows = new ArrayList<>();
        details.files().forEach((name, file) -> {
            Answers answers = file.answers();
            if (answers != null && !name.equals(baseline)) {
                Cell sum = count(answers.toRight() - answers.toWrong());
                rows.add(new Row(
                        List.of(
                                Cell.text(name),
                                count(answers.toWrong()),
                                count(answers.toRight()),
                                count(answers.otherwise()),
                                sum),
                        report.recommended().map(Variant::name).equals(Optional.of(name))));
            }
        });
        return new DataTable(
                "Test examples that each file answers otherwise than " + baseline,
                List.of(
                        Column.text("file"),
                        Column.number("right became wrong", "examples"),
                        Column.number("wrong became right", "examples"),
                        Column.number("wrong in another way", "examples"),
                        Column.number("more right", "examples that became right, without those that became wrong")),
                rows);
    }

    private static Cell count(int examples) {
        return Cell.number(examples, grouped(examples));
    }

    private static Html others(ReportDetails details, List<String> names) {
        List<Html> parts = new ArrayList<>();
        for (String name : names.subList(0, Math.min(MOST_FILES, names.size()))) {
            answers(details, name).ifPresent(answers -> {
                parts.add(Html.element("h3", name));
                parts.add(Html.element(
                        "div",
                        Html.attributes("class", "charts"),
                        Html.of(
                                matrix(details, name, answers).orElse(Html.EMPTY),
                                Html.element("div", images(details, answers)))));
            });
        }
        if (names.size() > MOST_FILES) {
            parts.add(ReportPage.explanation(
                    grouped(names.size() - MOST_FILES) + " more files are in " + Report.FILE_NAME + "."));
        }
        return Html.of(parts);
    }

    private static Optional<Answers> answers(ReportDetails details, String file) {
        FileDetails content = details.files().get(file);
        return content == null ? Optional.empty() : Optional.ofNullable(content.answers());
    }

    private static Optional<Html> matrix(ReportDetails details, String file, Answers answers) {
        return answers.confusion().isEmpty()
                ? Optional.empty()
                : Optional.of(new ConfusionTable(file, details.classNames(), answers.confusion()).toHtml());
    }

    private static Html changed(ReportDetails details, String file, Answers answers) {
        return Html.of(
                Html.element("h3", "What changed in " + file),
                Html.element("p", "Against the baseline, " + counts(answers) + "."),
                images(details, answers));
    }

    private static String counts(Answers answers) {
        return grouped(answers.toWrong()) + " right answers became wrong, " + grouped(answers.toRight())
                + " wrong ones right, and " + grouped(answers.otherwise()) + " are wrong in another way";
    }

    private static Html images(ReportDetails details, Answers answers) {
        if (answers.changed().isEmpty()) {
            return Html.EMPTY;
        }
        return Html.element(
                "ul",
                Html.attributes("class", "changed"),
                Html.of(answers.changed().stream()
                        .map(changed -> item(details, changed))
                        .toList()));
    }

    /** Each picture once, however many files changed its class. */
    private static String pictures(ReportDetails details) {
        StringBuilder style = new StringBuilder();
        details.images().forEach((example, image) -> {
            if (NUMBER.matcher(example).matches() && PICTURE.matcher(image).matches()) {
                style.append(".e")
                        .append(example)
                        .append("{background-image:url(")
                        .append(image)
                        .append(")}\n");
            }
        });
        return style.toString();
    }

    private static Html item(ReportDetails details, Changed changed) {
        String image = details.images().get(Integer.toString(changed.example()));
        String label = name(details, changed.label());
        Html picture = image != null
                ? Html.element(
                        "span",
                        Html.attributes(
                                "class",
                                "picture e" + changed.example(),
                                "role",
                                "img",
                                "aria-label",
                                "test example " + changed.example() + ", " + label),
                        Html.EMPTY)
                : Html.EMPTY;
        boolean right = changed.after() == changed.label();
        Html text = Html.of(
                Html.element(
                        "span", Html.attributes("class", "soft"), Html.text("#" + changed.example() + ", is " + label)),
                Html.element(
                        "span",
                        Html.attributes("class", right ? "right" : "wrong"),
                        Html.text(name(details, changed.before()) + " \u2192 " + name(details, changed.after())
                                + (right ? " \u2713" : " \u2717"))));
        return Html.element("li", Html.of(picture, Html.element("div", text)));
    }

    private static String name(ReportDetails details, int number) {
        return number < 0
                ? "none"
                : number < details.classNames().size() ? details.classNames().get(number) : Integer.toString(number);
    }
}

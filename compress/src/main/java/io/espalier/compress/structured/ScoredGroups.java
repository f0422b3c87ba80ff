// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.model.Model;
import io.espalier.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of channels in the order in which they would go: the least first, of equals the last.
 *
 * @param groups for each group its channels and what they score
 */
record ScoredGroups(List<List<Scored>> groups) {
    /** Room for a share such as 0.29, of which 100 times is a little less than 29. */
    private static final double ROUNDING = 1e-9;

    /**
     * One removal that could be.
     *
     * @param group the number of the group
     * @param comparable the score, made comparable with those of other groups
     */
    record Scored(FilterPlan.TiedChannels tied, int group, int place, double score, double comparable) {}

    static ScoredGroups of(Model model, List<FilterPlan.ChannelGroup> groups, Ranking ranking) {
        Map<String, double[]> scores = new HashMap<>();
        for (Node node : model.nodes()) {
            if (ranking.judges(node.layer())) {
                scores.put(node.name(), ranking.scores(model, node));
            }
        }
        List<List<Scored>> scored = new ArrayList<>();
        for (int number = 0; number < groups.size(); number++) {
            scored.add(scored(groups.get(number), number, scores, ranking));
        }
        return new ScoredGroups(scored);
    }

    private static List<Scored> scored(
            FilterPlan.ChannelGroup group, int number, Map<String, double[]> scores, Ranking ranking) {
        double[] sums =
                group.tied().stream().mapToDouble(tied -> sum(tied, scores)).toArray();
        double scale = ranking.scale(
                sums, (int) group.layers().stream().filter(scores::containsKey).count());
        List<Scored> scored = new ArrayList<>();
        for (int place = 0; place < sums.length; place++) {
            double comparable = scale == 0 ? 0 : sums[place] / scale;
            scored.add(new Scored(group.tied().get(place), number, place, sums[place], comparable));
        }
        scored.sort(Comparator.comparingDouble(Scored::score)
                .thenComparing(Comparator.comparingInt(Scored::place).reversed()));
        return scored;
    }

    private static double sum(FilterPlan.TiedChannels tied, Map<String, double[]> scores) {
        double sum = 0;
        for (FilterPlan.Channel channel : tied.channels()) {
            double[] ofLayer = scores.get(channel.layer());
            if (ofLayer != null) {
                sum += ofLayer[channel.index()];
            }
        }
        return sum;
    }

    /** The same share of each group. */
    List<List<FilterPlan.TiedChannels>> leastOfEach(double share, int roundTo) {
        List<List<FilterPlan.TiedChannels>> removed = new ArrayList<>();
        for (List<Scored> group : groups) {
            int most = Math.min(part(share, group.size()), group.size() - 1);
            removed.add(least(group, most, roundTo));
        }
        return removed;
    }

    /** A share of all, but never the last of a group. */
    List<List<FilterPlan.TiedChannels>> leastOfAll(double share, int roundTo) {
        List<Scored> all = new ArrayList<>();
        groups.forEach(all::addAll);
        all.sort(Comparator.comparingDouble(Scored::comparable));
        int left = part(share, all.size());
        int[] counts = new int[groups.size()];
        for (Scored candidate : all) {
            int group = candidate.group();
            if (left > 0 && counts[group] < groups.get(group).size() - 1) {
                counts[group]++;
                left--;
            }
        }
        List<List<FilterPlan.TiedChannels>> removed = new ArrayList<>();
        for (int group = 0; group < counts.length; group++) {
            removed.add(least(groups.get(group), counts[group], roundTo));
        }
        return removed;
    }

    private static int part(double share, int size) {
        return (int) Math.floor(share * size + ROUNDING);
    }

    private static List<FilterPlan.TiedChannels> least(List<Scored> group, int most, int roundTo) {
        int stay = group.size() - most;
        int rounded = Math.min(group.size(), (stay + roundTo - 1) / roundTo * roundTo);
        return group.stream().limit(group.size() - rounded).map(Scored::tied).toList();
    }
}

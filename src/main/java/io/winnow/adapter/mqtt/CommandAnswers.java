package io.winnow.adapter.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last answers to commands, so that one that comes twice is answered twice and carried out once. Thread-safe. */
final class CommandAnswers {
    private static final int REMEMBERED = 256;

    private final Map<String, Optional<CommandReply>> answers = new LinkedHashMap<>();

    /**
     * Notes a command.
     *
     * @return empty where it is new; else the answer so far, itself empty where there is none yet
     */
    synchronized Optional<Optional<CommandReply>> begin(String commandId) {
        Optional<CommandReply> earlier = answers.get(commandId);
        if (earlier == null) {
            remember(commandId, Optional.empty());
        }
        return Optional.ofNullable(earlier);
    }

    /** Notes an answer; one to nobody in particular is not remembered. */
    synchronized void answered(String commandId, CommandReply reply) {
        if (!commandId.isEmpty()) {
            remember(commandId, Optional.of(reply));
        }
    }

    private void remember(String commandId, Optional<CommandReply> reply) {
        answers.put(commandId, reply);
        if (answers.size() > REMEMBERED) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}

# Reads floors, rooms, words, exceptions, then what lex.awk printed. Prints complaints as FILE:LINE: words, and edges between
# modules for tsort to the file `edges`.
BEGIN {
    FS = "\t"
    n = split("base text core store sync act tui cli hub main", names, " ")
    for (i = 1; i <= n; i++)
        floor[names[i]] = i <= 6 ? i - 1 : 6 # the front rooms share a floor
    floor["main"] = 7
}
function complain(words) {
    print file ":" number ": " words
}
function stem(path) {
    sub(/^.*\//, "", path)
    sub(/\.[a-z]+$/, "", path)
    return path
}
function room_of(path, parts) {
    if (path ~ /^include\/linli\//)
        return room[stem(path)]
    split(path, parts, "/")
    return parts[3] == "" ? "main" : parts[2]
}
# The project's file that an include names, as a path that room_of knows; generated ones belong to the room that lists them.
function resolve(name, from, folder) {
    if (name ~ /^linli\//)
        return "include/" name
    folder = from
    sub(/[^\/]*$/, "", folder)
    if ((folder name) in exists)
        return folder name
    if (("src/" name) in exists)
        return "src/" name
    return "include/linli/" name
}
function excepted(rule) {
    if (!((file, rule) in exception))
        return 0
    used[file, rule] = 1
    return 1
}
function check_include(name, target, own, other) {
    target = resolve(name, file)
    own = room_of(file)
    other = room_of(target)
    if (other == "")
        return complain("includes " name ", which no room answers for (tests/shape/rooms.txt)")
    if (excepted("include:" name))
        return
    if (own != other && floor[own] <= floor[other])
        complain(own " (floor " floor[own] ") includes " name " of " other " (floor " floor[other] ")")
    if (target !~ /^include/ && own != other)
        complain("includes " name ", a private header of " other)
    # A ring is of headers, or of modules that use each other; a header that names another's types does not use the module.
    if (file ~ /\.h$/)
        print file " " target > edges
    else if (own "/" stem(file) != other "/" stem(target))
        print own "/" stem(file) " " other "/" stem(target) > edges
}
function check_words(kind, text, i, k, allowed, ok) {
    for (i = 1; i <= word_count; i++) {
        if (word_kind[i] != kind || text !~ word[i])
            continue
        k = split(word_room[i], allowed, ",")
        ok = 0
        for (; k; k--)
            ok = ok || index(file, allowed[k]) == 1
        if (!ok && !excepted(word_name[i]))
            complain("`" word_name[i] "` has its room in " word_room[i] ": " text)
    }
}
function words_of(line, from, text, i) { # a row split at blanks, the rest from field `from` kept as it is
    text = line
    for (i = 1; i < from; i++)
        sub(/^[^ \t]+[ \t]+/, "", text)
    return text
}
pass == "rooms" && !/^#/ {
    k = split($0, f, /[ \t]+/)
    for (i = 2; i <= k; i++)
        room[f[i]] = f[1]
}
pass == "words" && !/^#/ && NF {
    split($0, f, /[ \t]+/)
    word_name[++word_count] = f[1]
    word_room[word_count] = f[2]
    word[word_count] = words_of($0, 3)
    word_kind[word_count] = word[word_count] ~ /^"/ ? "S" : "C"
    if (word_kind[word_count] == "S")
        word[word_count] = "^" word[word_count]
}
pass == "exceptions" && !/^#/ && NF {
    split($0, f, /[ \t]+/)
    exception[f[1], f[2]] = FNR
    if (words_of($0, 3) == "")
        print FILENAME ":" FNR ": an exception without a reason"
}
pass == "files" { exists[$0] = 1 }
pass == "code" {
    file = $1
    number = $2
    text = $4
    if ($3 == "C" && text ~ /^[ \t]*#[ \t]*include[ \t]*"/) {
        split(text, f, "\"")
        check_include(f[2])
    }
    check_words($3, text)
}
END {
    for (key in exception) {
        split(key, f, SUBSEP)
        if (!(key in used))
            print "tests/shape/exceptions.txt:" exception[key] ": no longer needed: " f[1] " " f[2]
    }
    for (path in exists) { # every public header has a room, and the room has the file of its name
        if (path ~ /^include\/linli\// && room_of(path) == "")
            print path ":1: no room answers for this header (tests/shape/rooms.txt)"
        if (path ~ /^src\/[^\/]+\/[^\/]+\.c$/ && stem(path) in room && ("include/linli/" stem(path) ".h") in exists && \
            room[stem(path)] != room_of(path) && !(("src/" room[stem(path)] "/" stem(path) ".c") in exists))
            print path ":1: implements a header of room " room[stem(path)]
    }
}

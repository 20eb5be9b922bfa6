" Plays an author who uses ALE: `ACTION` is the code action to choose, `RECORD` where to write what was
" seen: `found` and `left` are the diagnostics before and after, `actions` the titles offered, `told` a
" message shown.
runtime! autoload/ale/util.vim

let s:record = {}

function! s:WaitFor(what, holds) abort
    for l:_ in range(1000)
        if a:holds()
            return
        endif

        sleep 20m
    endfor

    throw 'no ' . a:what
endfunction

function! s:Diagnostics() abort
    return map(copy(ale#engine#GetLoclist(bufnr(''))), {_, one -> {
    \   'line': one.lnum, 'code': one.code, 'type': one.type, 'message': one.text,
    \}})
endfunction

function! ale#util#Input(prompt, value) abort
    let l:offered = filter(split(a:prompt, "\n"), {_, line -> line =~# '^\d\+) '})
    let s:record.actions = map(l:offered, {_, line -> substitute(line, '^\d\+) ', '', '')})

    return index(s:record.actions, $ACTION) + 1
endfunction

function! ale#util#ShowMessage(message, ...) abort
    let s:record.told = a:message
endfunction

function! s:Play() abort
    call s:WaitFor('diagnostics', {-> !empty(s:Diagnostics())})
    let s:record.found = s:Diagnostics()
    call cursor(ale#engine#GetLoclist(bufnr(''))[0].lnum, ale#engine#GetLoclist(bufnr(''))[0].col)
    let l:tick = b:changedtick
    ALECodeAction
    call s:WaitFor('effect', {-> b:changedtick isnot l:tick || has_key(s:record, 'told')})

    if b:changedtick isnot l:tick
        " A script is no typing, so that ALE has to be told of the change.
        ALELint
        call s:WaitFor('end of the diagnostics', {-> empty(s:Diagnostics())})
    endif

    let s:record.left = s:Diagnostics()
    silent write
endfunction

function! s:Start(timer) abort
    try
        call s:Play()
    catch
        let s:record.problem = v:exception . ' at ' . v:throwpoint
    endtry

    call writefile([json_encode(s:record)], $RECORD)
    execute has_key(s:record, 'problem') ? 'cquit 1' : 'qall!'
endfunction

autocmd VimEnter * call timer_start(0, function('s:Start'))
